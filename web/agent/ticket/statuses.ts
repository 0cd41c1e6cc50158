import type { Desk, Status } from "@/api/session";

/** Statuses that may follow one, in their order. */
export function nextStatuses(desk: Desk, from: string): Status[] {
  const allowed = desk.transitions[from] ?? [];
  return desk.statuses.filter((status) => status.is_active && allowed.includes(status.status));
}
