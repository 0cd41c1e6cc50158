import { ORIGIN } from "@/app/prefix";
import { hold, type Grant } from "./grant";
import { ask } from "./send";
import { begin } from "./session";

export interface Challenge {
  challenge: string;
  /** Of the person; none: one is to be added before the login is done. */
  factors: string[];
  expires_in: number;
  /** For navigator.credentials.get(); null: there is none. */
  passkey: PublicKeyCredentialRequestOptionsJSON | null;
}

/** Signs in; the challenge where a second factor is asked for. Throws Problem. */
export async function signIn(email: string, password: string): Promise<Challenge | null> {
  const told = await ask<Partial<Challenge & Grant>>("/auth/login", { email, password, as_cookies: !ORIGIN });
  if (told.challenge) return told as Challenge;
  await enter(told);
  return null;
}

export type Factor = { totp: string } | { recovery_code: string } | { passkey: unknown };

/** Answers the challenge of a login. Throws Problem. */
export async function giveFactor(challenge: string, factor: Factor): Promise<void> {
  await enter(await ask("/auth/factor", { challenge, ...factor, as_cookies: !ORIGIN }));
}

/** Goes on as who was let in. Throws Problem. */
export async function enter(told: Partial<Grant>): Promise<void> {
  if (told.access_token) hold(told as Grant);
  await begin();
}
