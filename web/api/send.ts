import { ORIGIN } from "@/app/prefix";
import { offline, problemOf } from "./problem";
import { askToSignIn, isSignedIn } from "./signing";

let renewing: Promise<boolean> | null = null;
let bearer = "";
let renewBearer: (() => Promise<string>) | undefined;

/** Sends this token instead of cookies ("": cookies again); `renew` gives another when it is over. */
export function bear(token: string, renew?: () => Promise<string>): void {
  bearer = token;
  renewBearer = renew;
}

export const borne = (): string => bearer;

/** What bear() was told last. */
export const bearing = () => [bearer, renewBearer] as const;

/** fetch with the session's cookies, which it renews. A session that ended is begun anew by its person before it goes on.
 *  Throws Problem ("offline") where the server is not reached. */
export const send = (input: RequestInfo | URL, init?: RequestInit): Promise<Response> => insist(() => reach(input, init));

/** What an attempt answers once whoever is here may make it: see `send`. */
export async function insist(attempt: () => Promise<Response>): Promise<Response> {
  let answer = await attempt();
  if (bearer) {
    if (answer.status !== 401 || !renewBearer) return answer;
    bearer = await renewBearer();
    return attempt();
  }
  while (answer.status === 401 && isSignedIn()) {
    if (!(await (renewing ??= renew().finally(() => (renewing = null))))) await askToSignIn();
    answer = await attempt();
  }
  return answer;
}

/** The answer's JSON; null where there is none. Throws Problem. */
export async function ask<T>(path: string, body?: unknown, method = body === undefined ? "GET" : "POST", more: RequestInit = {}): Promise<T> {
  const init: RequestInit = { ...more, method, headers: { Accept: "application/json" } };
  if (body !== undefined) {
    init.headers = { Accept: "application/json", "Content-Type": "application/json" };
    init.body = JSON.stringify(body);
  }
  const answer = await (path.startsWith("/auth/") ? reach(path, init) : send(path, init));
  if (!answer.ok) throw await problemOf(answer);
  const text = await answer.text();
  return (text ? JSON.parse(text) : null) as T;
}

async function renew(): Promise<boolean> {
  return (await reach("/auth/refresh", { method: "POST" })).ok;
}

let halted: Promise<void> | null = null;
let running = new AbortController();

/** Aborts when its person signs out. */
export const halting = (): AbortSignal => running.signal;

/** Ends what is asked for, and lets nothing more be asked until what it returns is called. */
export function halt(): () => void {
  let resume = (): void => undefined;
  halted = new Promise((resolve) => (resume = resolve));
  running.abort();
  return () => {
    running = new AbortController();
    halted = null;
    resume();
  };
}

async function reach(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  await halted;
  const signal = init?.signal ? AbortSignal.any([init.signal, running.signal]) : running.signal;
  try {
    return await fetch(typeof input === "string" ? ORIGIN + input : input, { credentials: "same-origin", ...init, headers, signal });
  } catch (error) {
    if (init?.signal?.aborted) throw error;
    await halted;
    throw offline();
  }
}
