import type { Desk, Status } from "@/api/session";
import type { Opened } from "./ticket";

export interface Next extends Status {
  /** Why it cannot be now; null: it can. */
  obstacle: string | null;
}

/** Statuses that may follow now, in their order. */
export function nextStatuses(desk: Desk, opened: Opened, from: string): Next[] {
  // What stands in the way is known of the status that the server has; of one on its way, only what follows by rule.
  const allowed =
    opened.ticket.status === from
      ? new Map(opened.allowed.statuses.map(({ status, obstacle }) => [status, obstacle?.message ?? null]))
      : new Map((desk.transitions[from] ?? []).map((status) => [status, null]));
  return desk.statuses
    .filter((status) => status.is_active && allowed.has(status.status))
    .map((status) => ({ ...status, obstacle: allowed.get(status.status) ?? null }));
}
