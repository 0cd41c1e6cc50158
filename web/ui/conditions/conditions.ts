import type { Json } from "@/api/client";

/** As the API has it: {"field", "operator", "value"}, or {"all"|"any"|"none": [...]}; {}: everything. */
export interface Comparison {
  id: number;
  field: string;
  operator: string;
  value: Json;
}

export type Mode = "all" | "any" | "none";

export interface Group {
  id: number;
  mode: Mode;
  parts: Part[];
}

export type Part = Comparison | Group;

export const isGroup = (part: Part): part is Group => "parts" in part;

let last = 0;
export const newId = (): number => ++last;

const MODES: readonly Mode[] = ["all", "any", "none"];

function read(json: Json | undefined): Part {
  const given = (json ?? {}) as Record<string, Json | undefined>;
  const mode = MODES.find((one) => Array.isArray(given[one]));
  if (mode) return { id: newId(), mode, parts: (given[mode] as Json[]).map(read) };
  return { id: newId(), field: String(given.field ?? ""), operator: String(given.operator ?? ""), value: given.value ?? null };
}

/** What is edited: always a group, so that something can be added. */
export function toGroup(json: Json): Group {
  const isEmpty = json === null || (typeof json === "object" && Object.keys(json).length === 0);
  if (isEmpty) return { id: newId(), mode: "all", parts: [] };
  const part = read(json);
  return isGroup(part) ? part : { id: newId(), mode: "all", parts: [part] };
}

export function toJson(part: Part): Json {
  if (!isGroup(part)) return { field: part.field, operator: part.operator, value: part.value };
  return { [part.mode]: part.parts.map(toJson) };
}

/** What is saved: nothing in a group that is empty. */
export const saved = (group: Group): Json => (group.parts.length ? toJson(group) : {});

/** Which part the API means by "conditions.all.0.any.2.operator"; null: none of them. */
export function partAt(group: Group, path: string): number | null {
  const steps = [...path.matchAll(/\b(?:all|any|none)\.(\d+)/g)].map((step) => Number(step[1]));
  let part: Part = group;
  for (const step of steps) {
    const next: Part | undefined = isGroup(part) ? part.parts[step] : undefined;
    if (!next) return null;
    part = next;
  }
  return steps.length ? part.id : null;
}

/** What a value is at first, by the shape that the operator takes. */
export function firstValue(shape: string, valueType: string): Json {
  if (shape === "flag") return true;
  if (shape === "list") return [];
  if (shape === "pair") return [null, null];
  if (valueType === "bool") return true;
  return null;
}
