/** The list from which tickets are opened: where Back leads, and which ticket is before and after one. */
export interface Trail {
  /** The list's address, beneath the prefix. */
  path: string;
  ids: number[];
}
const KEY = "pgdesk-trail";

/** The list says what it shows, in its order; a thousand are kept around the ticket that is opened. */
export function keepTrail(trail: Trail, opened?: number): void {
  const at = opened === undefined ? 0 : Math.max(trail.ids.indexOf(opened) - 500, 0);
  sessionStorage.setItem(KEY, JSON.stringify({ path: trail.path, ids: trail.ids.slice(at, at + 1000) }));
}

export function readTrail(): Trail {
  try {
    const kept = JSON.parse(sessionStorage.getItem(KEY) ?? "null") as Trail | null;
    if (kept && Array.isArray(kept.ids) && typeof kept.path === "string") return kept;
  } catch {
    // What another version has kept.
  }
  return { path: "/agent/tickets", ids: [] };
}

export function neighbours(id: number): { before?: number; after?: number } {
  const { ids } = readTrail();
  const at = ids.indexOf(id);
  return at < 0 ? {} : { before: ids[at - 1], after: ids[at + 1] };
}
