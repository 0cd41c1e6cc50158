import type { Json } from "@/api/client";

/** What GET /reports lists. */
export interface Report {
  name: string;
  title: string;
  /** "line" or "bar", the column along the axis, the columns to draw. */
  chart: string[];
  parameters: { name: string; type: string; default: string; help: string }[];
}

/** What GET /reports/<name> answers. */
export interface Answer extends Report {
  columns: string[];
  rows: Json[][];
}

/** A column to draw; `before`: what it was in the period before, place by place. */
export interface Series {
  name: string;
  values: (number | null)[];
  before?: (number | null)[];
}

export interface Drawn {
  labels: string[];
  series: Series[];
}

const numberOf = (cell: Json | undefined): number | null => (typeof cell === "number" ? cell : null);

/** What the chart line names of the answer; null: it names nothing. */
export function drawn({ chart, columns, rows }: Answer, before: Json[][] = []): Drawn | null {
  const [, along = "", ...names] = chart;
  const at = columns.indexOf(along);
  if (at < 0 || !names.length) return null;
  // A second text beside the axis tells bars apart: "high, resolution".
  const other = columns.findIndex((_, n) => n !== at && rows.some((row) => typeof row[n] === "string"));
  const label = (row: Json[]): string =>
    [row[at], other >= 0 && chart[0] === "bar" ? row[other] : null].filter((one) => one !== null && one !== undefined).join(", ");
  return {
    labels: rows.map(label),
    series: names.map((name) => {
      const column = columns.indexOf(name);
      const values = rows.map((row) => numberOf(row[column]));
      return before.length ? { name, values, before: before.map((row) => numberOf(row[column])) } : { name, values };
    }),
  };
}

const DAY_MS = 86_400_000;
const earlier = (day: Json | undefined, days: number): string =>
  new Date(Date.parse(`${String(day)}T00:00:00Z`) - days * DAY_MS).toISOString().slice(0, 10);

/** Rows of twice the days, the day first: those of the period, and beside each the row of as many days before.
 *  A day on which nothing happened has no row. */
export function split(rows: Json[][], days: number, today: string): { before: Json[][]; now: Json[][] } {
  const now = rows.filter(([day]) => String(day) > earlier(today, days));
  const known = new Map(rows.map((row) => [String(row[0]), row]));
  return { now, before: now.map(([day]) => known.get(earlier(day, days)) ?? []) };
}

/** Whether a report is by day, so that a period has one before. */
export const isByDay = ({ chart, parameters }: Report): boolean =>
  chart[1] === "day" && parameters.some((one) => one.name === "days");
