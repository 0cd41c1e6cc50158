import { call } from "./client";
import { beginsWithZeros, sha256 } from "./sha256";

/** What a guest sends along with a ticket: the answer to a challenge, which takes some work; null: none is asked for. */
export async function answerChallenge(): Promise<string | null> {
  const { challenge, bits } = (await call("new_challenge", {})) as { challenge: string | null; bits: number };
  if (challenge === null) return null;
  for (let n = 0; ; n += 1) {
    const answer = `${challenge}:${n}`;
    if (beginsWithZeros(sha256(answer), Math.min(bits, 32))) return answer;
    // The page stays awake.
    if (n % 2000 === 1999) await new Promise((resolve) => setTimeout(resolve));
  }
}
