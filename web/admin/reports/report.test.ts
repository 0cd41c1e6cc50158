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

  it("put the same day of the period before beside each day", () => {
    const rows = [["2026-02-27", 1], ["2026-03-01", 3], ["2026-03-02", 4]];
    expect(split(rows, 2, "2026-03-02")).toEqual({ now: rows.slice(1), before: [["2026-02-27", 1], []] });
    expect(split(rows, 9, "2026-03-02")).toEqual({ now: rows, before: [[], [], []] });
  });

  it("know whether a period has one before", () => {
    expect(isByDay(answer(["line", "day", "a"], [], []))).toBe(true);
    expect(isByDay(answer(["bar", "group", "a"], [], []))).toBe(false);
  });
});
