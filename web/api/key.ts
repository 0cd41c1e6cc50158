/** For idempotency_key, made once for what somebody means to do. crypto.randomUUID() is there under https only. */
export function newKey(): string {
  return [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}
