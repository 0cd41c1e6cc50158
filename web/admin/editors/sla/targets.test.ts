import { expect, test } from "vitest";
import { spoken, withTarget } from "./targets";

const of = { priority: "high", metric: "resolution" };

test("minutes are said in hours where they are whole ones", () => {
  expect(spoken({ ...of, target_minutes: 480 })).toEqual({ amount: 8, unit: "hours" });
  expect(spoken({ ...of, target_minutes: 90 })).toEqual({ amount: 90, unit: "minutes" });
  expect(spoken({ ...of, target_days: 3 })).toEqual({ amount: 3, unit: "days" });
  expect(spoken(undefined)).toEqual({ amount: null, unit: "hours" });
});

test("a target takes the place of the one before it, and none takes it away", () => {
  const other = { ...of, priority: "low", target_days: 1 };
  const one = withTarget([other, { ...of, target_minutes: 5 }], "high", "resolution", 2, "hours");
  expect(one).toEqual([other, { ...of, target_minutes: 120 }]);
  expect(withTarget(one, "high", "resolution", 2, "days")).toEqual([other, { ...of, target_days: 2 }]);
  expect(withTarget(one, "high", "resolution", null, "days")).toEqual([other]);
});
