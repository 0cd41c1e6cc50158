/** Opening hours in minutes from midnight to 24:00, a list a weekday, Monday first. */
export type Span = readonly [from: number, to: number];
export type Week = readonly (readonly Span[])[];

export const DAYS = [0, 1, 2, 3, 4, 5, 6] as const;
export const SLOT = 30;
export const SLOTS = 1440 / SLOT;

export const emptyWeek = (): Week => DAYS.map(() => []);

/** "09:30" or "24:00:00". */
export function minutesOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(":").map(Number);
  return hours * 60 + minutes;
}

export const timeOf = (minutes: number): string =>
  [Math.floor(minutes / 60), minutes % 60].map((part) => String(part).padStart(2, "0")).join(":");

export function readWeek(hours: readonly { weekday: number; opens: string; closes: string }[]): Week {
  return DAYS.map((day) =>
    hours
      .filter((one) => one.weekday === day + 1)
      .map((one): Span => [minutesOf(one.opens), minutesOf(one.closes)])
      .sort((a, b) => a[0] - b[0]),
  );
}

/** As rpc/set_calendar_hours takes it. */
export const hoursOf = (week: Week): Record<string, string[][]> =>
  Object.fromEntries(week.flatMap((spans, day) => (spans.length ? [[String(day + 1), spans.map((span) => span.map(timeOf))]] : [])));

/** How much of a half hour is open. */
export function openness(spans: readonly Span[], slot: number): "all" | "part" | "none" {
  const from = slot * SLOT;
  const open = spans.reduce((sum, [opens, closes]) => sum + Math.max(0, Math.min(closes, from + SLOT) - Math.max(opens, from)), 0);
  return open >= SLOT ? "all" : open > 0 ? "part" : "none";
}

/** The day with this span opened or closed; what touches becomes one. */
export function withSpan(spans: readonly Span[], [from, to]: Span, isOpen: boolean): Span[] {
  const cut = spans.flatMap(([opens, closes]): Span[] => [
    ...(opens < Math.min(closes, from) ? [[opens, Math.min(closes, from)] as const] : []),
    ...(Math.max(opens, to) < closes ? [[Math.max(opens, to), closes] as const] : []),
  ]);
  const all = (isOpen ? [...cut, [from, to] as const] : cut).sort((a, b) => a[0] - b[0]);
  const joined: Span[] = [];
  for (const span of all) {
    const last = joined.at(-1);
    if (last && span[0] <= last[1]) joined[joined.length - 1] = [last[0], Math.max(last[1], span[1])];
    else joined.push(span);
  }
  return joined;
}

export interface Cell {
  day: number;
  slot: number;
}

/** The week with all half hours between two corners opened or closed. */
export function painted(week: Week, a: Cell, b: Cell, isOpen: boolean): Week {
  const [first, last] = [Math.min(a.day, b.day), Math.max(a.day, b.day)];
  const span: Span = [Math.min(a.slot, b.slot) * SLOT, (Math.max(a.slot, b.slot) + 1) * SLOT];
  return week.map((spans, day) => (day >= first && day <= last ? withSpan(spans, span, isOpen) : spans));
}
