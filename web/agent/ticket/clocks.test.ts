import { expect, test } from "vitest";
import { drawClock } from "./clocks";
import type { Clock } from "./sides";

const at = (hour: number): string => new Date(Date.UTC(2026, 0, 1, hour)).toISOString();
const interval = (from: number, to: number, kind: "counted" | "paused") => ({
  from: at(from),
  to: at(to),
  kind,
  status: "open",
  policy: null,
  calendar: null,
  minutes: (to - from) * 60,
  used_minutes: 0,
  target_minutes: 600,
});
const clock = (more: Partial<Clock>): Clock => ({
  metric: "resolution",
  cycle: 1,
  state: "running",
  target_minutes: 600,
  used_minutes: 300,
  paused_minutes: 60,
  remaining_minutes: 300,
  started_at: at(0),
  due_at: at(10),
  breached_at: null,
  stopped_at: null,
  intervals: [interval(0, 2, "counted"), interval(2, 4, "counted"), interval(4, 5, "paused")],
  ...more,
});

test("stretches of one kind are one, and the line ends where it is due", () => {
  expect(drawClock(clock({}), Date.parse(at(5)))).toEqual({
    stretches: [
      { kind: "counted", from: 0, length: 400 },
      { kind: "paused", from: 400, length: 100 },
    ],
    due: 1000,
    now: 500,
  });
});

test("what is late goes on behind the due instant, and what has ended has no now", () => {
  expect(drawClock(clock({}), Date.parse(at(20)))).toMatchObject({ due: 500, now: 1000 });
  expect(drawClock(clock({ stopped_at: at(5), due_at: null }), Date.parse(at(20)))).toMatchObject({ due: null, now: null });
});

test("a clock without a moment is a line without a stretch", () => {
  expect(drawClock(clock({ intervals: [interval(0, 0, "paused")], due_at: null, stopped_at: at(0) }), 0).stretches).toEqual([]);
});
