import { expect, test } from "vitest";
import { emptyWeek, hoursOf, openness, painted, readWeek, withSpan } from "./week";

test("a week is written as it was read", () => {
  const rows = [
    { weekday: 1, opens: "13:00:00", closes: "24:00:00" },
    { weekday: 1, opens: "09:00:00", closes: "12:15:00" },
  ];
  expect(hoursOf(readWeek(rows))).toEqual({ "1": [["09:00", "12:15"], ["13:00", "24:00"]] });
});

test("what touches becomes one, and what is closed is cut out", () => {
  const day = withSpan([[540, 720]], [720, 1020], true);
  expect(day).toEqual([[540, 1020]]);
  expect(withSpan(day, [720, 780], false)).toEqual([[540, 720], [780, 1020]]);
  expect(withSpan(day, [0, 1440], false)).toEqual([]);
  expect(withSpan(day, [480, 1080], true)).toEqual([[480, 1080]]);
});

test("a half hour may be open in part", () => {
  expect(openness([[555, 600]], 18)).toBe("part");
  expect(openness([[555, 600]], 19)).toBe("all");
  expect(openness([[555, 600]], 20)).toBe("none");
  expect(openness([[540, 555], [555, 570]], 18)).toBe("all");
});

test("a rectangle is painted from any corner", () => {
  const week = painted(emptyWeek(), { day: 4, slot: 33 }, { day: 0, slot: 18 }, true);
  expect(hoursOf(week)).toEqual(Object.fromEntries(["1", "2", "3", "4", "5"].map((day) => [day, [["09:00", "17:00"]]])));
  expect(hoursOf(painted(week, { day: 0, slot: 0 }, { day: 6, slot: 47 }, false))).toEqual({});
});
