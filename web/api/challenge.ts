import { call } from "./call";
import { solve } from "./work";

/** What a guest sends along with a ticket: the answer to a challenge, which takes some work; null: none is asked for. */
export async function answerChallenge(): Promise<string | null> {
  const { challenge, bits } = (await call("new_challenge", {})) as { challenge: string | null; bits: number };
  return challenge === null ? null : solve(challenge, bits);
}
