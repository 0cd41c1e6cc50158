import { computed, shallowRef } from "vue";
import { call, rows, api, type Row } from "./client";
import { ask } from "./send";
import { setSignedIn } from "./signing";

export interface Session {
  person: Row<"people">;
  permissions: ReadonlySet<string>;
}

/** Who is signed in; null: nobody. */
export const session = shallowRef<Session | null>(null);
export const isStaff = computed(() => session.value !== null && session.value.person.role !== "customer");
export const isAdmin = computed(() => session.value?.person.role === "admin");

export const can = (permission: string): boolean => session.value?.permissions.has(permission) ?? false;

/** Finds out who has the cookies of a session here. */
export async function findSession(): Promise<void> {
  setSignedIn(true);
  try {
    const answer = await fetch("/rest/rpc/me", { headers: { Accept: "application/json" } });
    if (answer.status === 401 && !(await fetch("/auth/refresh", { method: "POST" })).ok) return leave();
    await load();
  } catch {
    leave();
  }
}

export interface Challenge {
  challenge: string;
  factors: string[];
  expires_in: number;
}

/** Signs in; the challenge where a second factor is asked for. Throws Problem. */
export async function signIn(email: string, password: string): Promise<Challenge | null> {
  const told = await ask<Partial<Challenge>>("/auth/login", { email, password, as_cookies: true });
  if (told.challenge) return told as Challenge;
  await load();
  return null;
}

/** Answers the challenge of a login by a code. Throws Problem. */
export async function giveFactor(challenge: string, factor: { totp: string } | { recovery_code: string }): Promise<void> {
  await ask("/auth/factor", { challenge, ...factor, as_cookies: true });
  await load();
}

export async function signOut(): Promise<void> {
  await ask("/auth/logout", {}).catch(() => null);
  leave();
}

async function load(): Promise<void> {
  const [people, permissions] = await Promise.all([
    call("me", {}),
    rows(api.rpc("my_permissions")) as Promise<unknown>,
  ]);
  const person = people[0];
  if (!person) return leave();
  // Somebody else signed in on a page that shows another's work.
  if (session.value && session.value.person.person_id !== person.person_id) return location.reload();
  session.value = { person, permissions: new Set((permissions as { permission: string }[]).map((row) => row.permission)) };
  setSignedIn(true);
}

function leave(): void {
  session.value = null;
  setSignedIn(false);
}
