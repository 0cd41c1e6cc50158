// SHA-256 (FIPS 180-4), of a kilobyte at most: crypto.subtle is there under https only, and waits for each hash.
const fraction = (value: number): number => ((value - Math.floor(value)) * 2 ** 32) | 0;
const primes: number[] = [];
for (let n = 2; primes.length < 64; n += 1) if (primes.every((prime) => n % prime)) primes.push(n);
const ROUNDS = Int32Array.from(primes, (prime) => fraction(Math.cbrt(prime)));
const START = Int32Array.from(primes.slice(0, 8), (prime) => fraction(Math.sqrt(prime)));
const turn = (word: number, by: number): number => (word >>> by) | (word << (32 - by));

export function sha256(text: string): Int32Array {
  const bytes = new TextEncoder().encode(text);
  const padded = new DataView(new ArrayBuffer((((bytes.length + 8) >> 6) + 1) << 6));
  bytes.forEach((byte, at) => padded.setUint8(at, byte));
  padded.setUint8(bytes.length, 0x80);
  padded.setUint32(padded.byteLength - 4, bytes.length * 8);
  const state = START.slice();
  const words = new Int32Array(64);
  for (let block = 0; block < padded.byteLength; block += 64) {
    for (let i = 0; i < 64; i += 1) {
      if (i < 16) words[i] = padded.getInt32(block + i * 4);
      else {
        const [early, late] = [words[i - 15]!, words[i - 2]!];
        const a = turn(early, 7) ^ turn(early, 18) ^ (early >>> 3);
        const b = turn(late, 17) ^ turn(late, 19) ^ (late >>> 10);
        words[i] = (words[i - 16]! + a + words[i - 7]! + b) | 0;
      }
    }
    let [a, b, c, d, e, f, g, h] = state as unknown as [number, number, number, number, number, number, number, number];
    for (let i = 0; i < 64; i += 1) {
      const s1 = turn(e, 6) ^ turn(e, 11) ^ turn(e, 25);
      const one = (h + s1 + ((e & f) ^ (~e & g)) + ROUNDS[i]! + words[i]!) | 0;
      const two = ((turn(a, 2) ^ turn(a, 13) ^ turn(a, 22)) + ((a & b) ^ (a & c) ^ (b & c))) | 0;
      [h, g, f, e, d, c, b, a] = [g, f, e, (d + one) | 0, c, b, a, (one + two) | 0];
    }
    [a, b, c, d, e, f, g, h].forEach((word, i) => (state[i] = (state[i]! + word) | 0));
  }
  return state;
}

/** Whether so many bits at its beginning are zero; 32 at most. */
export const beginsWithZeros = (hash: Int32Array, bits: number): boolean => bits === 0 || hash[0]! >>> (32 - bits) === 0;
