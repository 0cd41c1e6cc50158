import { asProblem } from "./problem";
import { ask, bear, borne } from "./send";
import { askToSignIn } from "./signing";

// A session in a page of another site, where cookies of the desk do not count: the tab keeps what renews it.
const KEPT = "pgdesk-refresh-token";

export interface Grant {
  access_token: string;
  refresh_token: string;
}

/** Who has signed in is known by this from now on. */
export function hold({ access_token, refresh_token }: Grant): void {
  sessionStorage.setItem(KEPT, refresh_token);
  bear(access_token, renew);
}

/** Goes on with the session that this tab has, if it has one. Throws Problem where the server is not reached. */
export async function resume(): Promise<void> {
  if (sessionStorage.getItem(KEPT) !== null) await refresh();
}

/** Ends it. Throws Problem where the server is not reached. */
export async function release(): Promise<void> {
  const refresh_token = sessionStorage.getItem(KEPT);
  if (refresh_token !== null) await ask("/auth/logout", { refresh_token });
  sessionStorage.removeItem(KEPT);
  bear("");
}

async function renew(): Promise<string> {
  if (!(await refresh())) await askToSignIn();
  return borne();
}

/** False where the session has ended. */
async function refresh(): Promise<boolean> {
  try {
    hold(await ask<Grant>("/auth/refresh", { refresh_token: sessionStorage.getItem(KEPT) }));
    return true;
  } catch (error) {
    if (asProblem(error).status !== 401) throw error;
    sessionStorage.removeItem(KEPT);
    return false;
  }
}
