import { ask, send } from "./send";
import type { Json } from "./client";
import { problemOf } from "./problem";

// Views that are named at run time, which postgrest-js is not typed by; and for pages that are to be small without it.

export type Values = Record<string, Json>;

const path = (view: string, query: Record<string, string>): string => `/rest/${view}?${new URLSearchParams(query)}`;

/** Which row: its key's columns and their values. */
export const only = (key: readonly string[], row: Values): Record<string, string> =>
  Object.fromEntries(key.map((name) => [name, `eq.${String(row[name])}`]));

export const list = <T = Values>(view: string, query: Record<string, string>): Promise<T[]> => ask(path(view, query));

export const add = (view: string, values: Values): Promise<null> => ask(path(view, {}), values);

export const change = (view: string, which: Record<string, string>, values: Values): Promise<null> =>
  ask(path(view, which), values, "PATCH");

export const remove = (view: string, which: Record<string, string>): Promise<null> =>
  ask(path(view, which), undefined, "DELETE");

/** The rows as a file for spreadsheets. Throws Problem. */
export async function download(view: string, query: Record<string, string>, name: string): Promise<void> {
  const answer = await send(path(view, query), { headers: { Accept: "text/csv" } });
  if (!answer.ok) throw await problemOf(answer);
  const { defuse } = await import("./csv");
  keep(new Blob([defuse(await answer.text())], { type: "text/csv" }), name);
}

/** What is there, as a file. Throws Problem. */
export async function downloadFrom(place: string, name: string): Promise<void> {
  const answer = await send(place, { headers: { Accept: "text/csv" } });
  if (!answer.ok) throw await problemOf(answer);
  keep(await answer.blob(), name);
}

function keep(content: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(content);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}
