import type { Challenge } from "@/api/session";

/** The token of a mailed link: behind #, where no server sees it. */
export const linkToken = (): string => location.hash.slice(1).split("&")[0] ?? "";

/** A login that a provider has begun, and the path of this server where it is to lead. */
export interface Begun extends Challenge {
  target: string;
}

/** Takes it from the address. */
export function takeChallenge(): Begun | null {
  const packed = /^#challenge=([\w-]+)$/.exec(location.hash)?.[1];
  if (!packed) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
  return JSON.parse(new TextDecoder().decode(bytes)) as Begun;
}
