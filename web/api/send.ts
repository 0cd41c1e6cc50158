import { Problem, problemOf } from "./problem";
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

/** fetch with the session's cookies, which it renews. A session that ended is begun anew by its person before it goes on.
 *  Throws Problem ("offline") where the server is not reached. */
export async function send(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  let answer = await reach(input, init);
  if (bearer) {
    if (answer.status !== 401 || !renewBearer) return answer;
    bearer = await renewBearer();
    return reach(input, init);
  }
  while (answer.status === 401 && isSignedIn()) {
    if (!(await (renewing ??= renew().finally(() => (renewing = null))))) await askToSignIn();
    answer = await reach(input, init);
  }
  return answer;
}

/** The answer's JSON; null where there is none. Throws Problem. */
export async function ask<T>(path: string, body?: unknown, method = body === undefined ? "GET" : "POST"): Promise<T> {
  const init: RequestInit = { method, headers: { Accept: "application/json" } };
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

async function reach(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const headers = new Headers(init?.headers);
  if (bearer) headers.set("Authorization", `Bearer ${bearer}`);
  try {
    return await fetch(input, { credentials: "same-origin", ...init, headers });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, { code: "offline", message: "The server cannot be reached." });
  }
}
