import { describe, expect, it } from "vitest";
import { drawn, heatOf, ticketsBehind, type Answer } from "./drawing";

const answer = (chart: string[], columns: [string, string][], rows: Answer["rows"], before: Answer["before"] = null): Answer => ({
  report: "r",
  title: "R",
  description: "",
  values: {},
  chart,
  columns: columns.map(([name, type]) => ({ name, type })),
  rows,
  before,
  drills: {},
});

describe("reports", () => {
  it("draw the columns that the chart names, beside what they were before", () => {
    const columns: [string, string][] = [["day", "date"], ["created", "bigint"], ["other", "bigint"]];
    const report = answer(["line", "day", "created"], columns, [["2026-01-01", 3, 1], ["2026-01-02", null, 2]], [["2025-12-30", 7, 1], null]);
    expect(drawn(report)).toEqual({
      labels: ["2026-01-01", "2026-01-02"],
      series: [{ name: "created", values: [3, null], before: [7, null] }],
    });
  });

  it("lead from a number to the tickets that it counts", () => {
    const columns: [string, string][] = [["agent", "text"], ["tickets", "bigint"], ["hours", "numeric"]];
    const report: Answer = {
      ...answer([], columns, [["7", 3, 1], [null as never, 2, 1], ["8", 0, null]]),
      values: { from: "2026-03-01", to: "2026-03-04" },
      drills: { tickets: [["assignee_id", "is", "{#agent}"], ["created_at", "between", ["{from}", "{to}"]]] },
    };
    expect(ticketsBehind(report, report.rows[0] ?? [], "tickets")).toEqual([
      '["assignee_id","is",7]',
      '["created_at","between",["2026-03-01T00:00:00Z","2026-03-04T23:59:59.999999Z"]]',
    ]);
    expect(ticketsBehind(report, report.rows[0] ?? [], "hours")).toBeNull();
    expect(ticketsBehind(report, report.rows[1] ?? [], "tickets")).toBeNull();
    expect(ticketsBehind(report, report.rows[2] ?? [], "tickets")).toBeNull();
  });

  it("tell bars of the same group apart", () => {
    const columns: [string, string][] = [["group", "text"], ["metric", "text"], ["kept", "bigint"]];
    const report = answer(["bar", "group", "kept"], columns, [["high", "resolution", 9], ["high", "response", 8]]);
    expect(drawn(report)?.labels).toEqual(["high, resolution", "high, response"]);
  });

  it("draw nothing where nothing is named", () => {
    expect(drawn(answer([], [["a", "bigint"]], [[1]]))).toBeNull();
    expect(drawn(answer(["line", "gone", "a"], [["a", "bigint"]], [[1]]))).toBeNull();
  });

  it("shade numbers by two columns", () => {
    const columns: [string, string][] = [["weekday", "text"], ["hour", "integer"], ["tickets", "bigint"]];
    const report = answer(["heat", "hour", "weekday", "tickets"], columns, [["Mon", 0, 1], ["Mon", 1, 4], ["Tue", 1, 2]]);
    expect(heatOf(report)).toEqual({ across: ["0", "1"], down: ["Mon", "Tue"], cells: [[1, 4], [null, 2]], most: 4 });
    expect(drawn(report)).toBeNull();
  });
});
