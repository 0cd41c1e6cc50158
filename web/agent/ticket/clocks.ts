import type { Clock, Interval } from "./sides";

export interface Stretch {
  kind: Interval["kind"];
  /** Of the line's length, in thousandths. */
  from: number;
  length: number;
}

export interface ClockLine {
  stretches: Stretch[];
  /** Where it is, or was, due; null: nowhere on the line. */
  due: number | null;
  now: number | null;
}

/** A clock as a line from its beginning to its end, now or the due instant, whichever is last. */
export function drawClock(clock: Clock, now: number): ClockLine {
  const begin = Date.parse(clock.started_at);
  const due = clock.due_at ? Date.parse(clock.due_at) : null;
  const end = Math.max(clock.stopped_at ? Date.parse(clock.stopped_at) : now, due ?? 0, begin + 1);
  const at = (instant: number): number => Math.round(((Math.min(Math.max(instant, begin), end) - begin) / (end - begin)) * 1000);
  const stretches: Stretch[] = [];
  for (const { kind, from, to } of clock.intervals) {
    const stretch = { kind, from: at(Date.parse(from)), length: at(Date.parse(to)) - at(Date.parse(from)) };
    const last = stretches.at(-1);
    if (last?.kind === kind && last.from + last.length >= stretch.from) last.length = stretch.from + stretch.length - last.from;
    else if (stretch.length > 0) stretches.push(stretch);
  }
  return { stretches, due: due === null ? null : at(due), now: clock.stopped_at ? null : at(now) };
}
