import type { Challenge } from "@/api/login";

/** The token of a mailed link: behind #, where no server sees it. */
export const linkToken = (): string => location.hash.slice(1).split("&")[0] ?? "";

/** A login that a provider has begun, and the path of this server where it is to lead. */
export interface Begun extends Challenge {
  target: string;
}

/** Whether it leads nowhere but to this server. */
export const isOwnPath = (path: unknown): path is string =>
  typeof path === "string" &&
  path.startsWith("/") &&
  URL.canParse(path, location.origin) &&
  new URL(path, location.origin).origin === location.origin;

/** Takes it from the address, which anybody may have made: null where it is none, or leads elsewhere. */
export function takeChallenge(): Begun | null {
  const packed = /^#challenge=([\w-]+)$/.exec(location.hash)?.[1];
  if (!packed) return null;
  history.replaceState(history.state, "", location.pathname + location.search);
  try {
    const bytes = Uint8Array.from(atob(packed.replace(/-/g, "+").replace(/_/g, "/")), (sign) => sign.charCodeAt(0));
    const begun = JSON.parse(new TextDecoder().decode(bytes)) as Begun | null;
    return begun && isOwnPath(begun.target) && Array.isArray(begun.factors) ? begun : null;
  } catch {
    return null;
  }
}
