import type { Texts } from "@/texts/texts";
import type { Status } from "@/api/session";

export type State = keyof Texts["portal"]["state"];

/** Where a ticket stands, for its customer: their words are fewer than the desk's statuses. */
export function stateOf(ticket: {
  status_category: string;
  merged_into_id: number | null;
  first_response_at: string | null;
  assignee_id: number | null;
}): State {
  if (ticket.merged_into_id !== null) return "merged";
  const category = ticket.status_category as Status["category"];
  return category === "open" && !ticket.first_response_at && ticket.assignee_id === null ? "received" : category;
}

export const isOver = (state: State): boolean => ["solved", "closed", "merged"].includes(state);
