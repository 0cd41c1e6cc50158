import { expect, test } from "vitest";
import { beginsWithZeros, sha256 } from "./sha256";

const words = (hash: ArrayBuffer) => [0, 4, 8, 12, 16, 20, 24, 28].map((at) => new DataView(hash).getInt32(at));

test.each([0, 1, 55, 56, 63, 64, 119, 120, 300])("hashes %i characters as others do", async (length) => {
  const text = "a".repeat(length);
  expect([...sha256(text)]).toEqual(words(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text))));
});

test("counts zero bits from the first", () => {
  const hash = Int32Array.of(0x0001ffff);
  expect([0, 1, 15, 16].map((bits) => beginsWithZeros(hash, bits))).toEqual([true, true, true, false]);
});
