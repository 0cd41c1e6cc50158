import { beginsWithZeros, sha256 } from "./sha256";

/** Milliseconds at a time, so that the page stays awake. */
const SLICE = 12;

/** The answer to a challenge of rpc/new_challenge, which takes so much work. */
export async function solve(challenge: string, bits: number): Promise<string> {
  for (let n = 0; ; ) {
    for (const until = performance.now() + SLICE; performance.now() < until; )
      for (const end = n + 64; n < end; n += 1) {
        const answer = `${challenge}:${n}`;
        if (beginsWithZeros(sha256(answer), Math.min(bits, 32))) return answer;
      }
    await new Promise((resolve) => setTimeout(resolve));
  }
}
