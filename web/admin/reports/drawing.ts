import type { Json } from "@/api/client";

/** What rpc/report answers; `before`: for each row that of the period before. */
export interface Answer {
  report: string;
  title: string;
  description: string;
  values: Record<string, string>;
  /** line, bar, stack or heat, the column along the axis, the columns to draw. */
  chart: string[];
  columns: { name: string; type: string }[];
  rows: Json[][];
  before: (Json[] | null)[] | null;
  /** By column: [field, operator, value] of the tickets that its number counts; see rpc/report. */
  drills: Record<string, [string, string, Json][]>;
}

/** Filters of the queue for the tickets that a cell counts; null: it cannot say so, or there are none. */
export function ticketsBehind({ columns, values, drills }: Answer, row: Json[], column: string): string[] | null {
  const cell = (name: string): Json | undefined => row[columns.findIndex((one) => one.name === name)];
  const conditions = drills[column];
  if (!conditions || !cell(column)) return null;
  let isKnown = true;
  const fill = (value: Json): Json => {
    if (Array.isArray(value)) return value.map(fill);
    const [, number, name] = (typeof value === "string" && /^\{(#?)([a-z_]+)\}$/.exec(value)) || [];
    if (!name) return value;
    if (name === "from") return `${values.from}T00:00:00Z`;
    if (name === "to") return `${values.to}T23:59:59.999999Z`;
    const found = cell(name) ?? null;
    isKnown &&= found !== null;
    return number ? Number(found) : found;
  };
  const filters = conditions.map(([field, operator, value]) => JSON.stringify([field, operator, fill(value)]));
  return isKnown ? filters : null;
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

/** What the chart line names of the answer, but for heat; null: it names nothing. */
export function drawn({ chart, columns, rows: found, before }: Answer): Drawn | null {
  const [kind, along = "", ...names] = chart;
  const at = columns.findIndex(({ name }) => name === along);
  if (at < 0 || !names.length || kind === "heat") return null;
  // A second text beside the axis tells bars apart: "high, resolution".
  const other = columns.findIndex(({ type }, n) => n !== at && type === "text");
  const isAlone = other < 0 || kind !== "bar" || new Set(found.map((row) => row[at])).size === found.length;
  const label = (row: Json[]): string => [row[at], isAlone ? null : row[other]].filter((one) => one !== null && one !== undefined).join(", ");
  return {
    labels: found.map(label),
    series: names.map((name) => {
      const column = columns.findIndex((one) => one.name === name);
      const values = found.map((row) => numberOf(row[column]));
      return before ? { name, values, before: before.map((row) => numberOf(row?.[column])) } : { name, values };
    }),
  };
}

export interface Heat {
  across: string[];
  down: string[];
  /** By down, then across; null: nothing. */
  cells: (number | null)[][];
  most: number;
}

/** Of a chart of kind heat: numbers by two columns; null: it is another. */
export function heatOf({ chart, columns, rows: found }: Answer): Heat | null {
  const [kind, ...names] = chart;
  const [x, y, shade] = names.map((name) => columns.findIndex((one) => one.name === name));
  if (kind !== "heat" || x === undefined || y === undefined || shade === undefined) return null;
  const keys = (place: number): string[] => [...new Set(found.map((row) => String(row[place])))];
  const [across, down] = [keys(x), keys(y)];
  const values = new Map(found.map((row) => [`${String(row[y])}\n${String(row[x])}`, numberOf(row[shade])]));
  const cells = down.map((line) => across.map((column) => values.get(`${line}\n${column}`) ?? null));
  return { across, down, cells, most: Math.max(0, ...cells.flat().map((cell) => cell ?? 0)) };
}
