import { begin, guest, type Guest } from "./session";
import { ask, bear, bearing } from "./send";

// A code is good once: what it opened is kept for this tab, as long as it is good.
const KEPT = "pgdesk-guest";
let before = bearing();

/** By what was mailed. Throws Problem. */
export async function openTicket(by: { token: string } | { email: string; reference: string; code: string }): Promise<void> {
  const open = () => ask<Guest>("/auth/guest", by);
  const given = await open();
  if ("token" in by) return enter(given, async () => (await open()).access_token);
  const until = Date.now() + given.expires_in * 1000;
  sessionStorage.setItem(KEPT, JSON.stringify({ ...given, until }));
  await enter(given);
}

/** Opens again what a code has opened in this tab; false where that is over. Throws Problem. */
export async function openKept(): Promise<boolean> {
  const kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "null") as (Guest & { until: number }) | null;
  if (!kept || kept.until < Date.now()) return false;
  await enter(kept);
  return true;
}

/** Back to who has signed in here, if anybody has. */
export async function leaveTicket(): Promise<void> {
  bear(...before);
  guest.value = null;
  sessionStorage.removeItem(KEPT);
  await begin();
}

async function enter(given: Guest, renew?: () => Promise<string>): Promise<void> {
  if (!guest.value) before = bearing();
  bear(given.access_token, renew);
  await begin();
  guest.value = given;
}
