import { describe, expect, it } from "vitest";
import { drawn, isByDay, split, type Answer } from "./report";

const answer = (chart: string[], columns: string[], rows: Answer["rows"]): Answer => ({
  name: "r",
  title: "R",
  chart,
  parameters: [{ name: "days", type: "int", default: "30", help: "" }],
  columns,
  rows,
});

describe("reports", () => {
  it("draw the columns that the chart line names", () => {
    const report = answer(["line", "day", "created"], ["day", "created", "other"], [["2026-01-01", 3, 1], ["2026-01-02", null, 2]]);
    expect(drawn(report)).toEqual({ labels: ["2026-01-01", "2026-01-02"], series: [{ name: "created", values: [3, null] }] });
  });

  it("tell bars of the same group apart", () => {
    const report = answer(["bar", "group", "kept"], ["group", "metric", "kept"], [["high", "resolution", 9], ["high", "response", 8]]);
    expect(drawn(report)?.labels).toEqual(["high, resolution", "high, response"]);
  });

  it("draw nothing where nothing is named", () => {
    expect(drawn(answer([], ["a"], [[1]]))).toBeNull();
    expect(drawn(answer(["line", "gone", "a"], ["a"], [[1]]))).toBeNull();
  });

  it("split two periods", () => {
    expect(split([[1], [2], [3], [4]], 2)).toEqual({ before: [[1], [2]], now: [[3], [4]] });
    expect(split([[1], [2]], 5)).toEqual({ before: [], now: [[1], [2]] });
  });

  it("know whether a period has one before", () => {
    expect(isByDay(answer(["line", "day", "a"], [], []))).toBe(true);
    expect(isByDay(answer(["bar", "group", "a"], [], []))).toBe(false);
  });
});
