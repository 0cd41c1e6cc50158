import { PostgrestClient } from "@supabase/postgrest-js";
import { Problem } from "./problem";
import type { Database } from "./schema";
import { send } from "./send";

export type { Json } from "./schema";
export { call, type Arguments, type Row, type Verb, type View, type Views } from "./call";

/** The generated API. Relative addresses are none to URL(), so it is given whole. */
export const api = new PostgrestClient<Database, { PostgrestVersion: "13" }, "api">(`${location.origin}/rest`, {
  schema: "api",
  fetch: send,
});

interface Answer<T> {
  data: T | null;
  error: { message: string; code?: string; details?: string | null; hint?: string | null } | null;
  status: number;
  count?: number | null;
}

/** postgrest-js answers with an error of its own where a request was not answered. */
const problemIn = (status: number, told: NonNullable<Answer<unknown>["error"]>): Problem =>
  new Problem(status, status ? told : { code: "offline", message: told.message.replace(/^Problem: /, "") });

/** What a request answered. Throws Problem. */
export async function rows<T>(request: PromiseLike<Answer<T>>): Promise<T> {
  const answer = await request;
  if (answer.error) throw problemIn(answer.status, answer.error);
  return answer.data as T;
}

/** The rows of a page and how many there are in all. Throws Problem. */
export async function counted<T>(request: PromiseLike<Answer<T>>): Promise<{ rows: T; count: number }> {
  const answer = await request;
  if (answer.error) throw problemIn(answer.status, answer.error);
  return { rows: answer.data as T, count: answer.count ?? 0 };
}

/** A value within `in.(…)`, quoted as PostgREST wants it; postgrest-js does not. */
export const quoted = (value: string): string => `"${value.replace(/[\\"]/g, "\\$&")}"`;
