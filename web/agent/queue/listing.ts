import { call, type Json, type Row } from "@/api/client";

/** A ticket as rpc/list_tickets shows it. */
export interface Listed
  extends Pick<
    Row<"tickets">,
    | "ticket_id"
    | "reference"
    | "subject"
    | "status"
    | "status_category"
    | "priority"
    | "priority_rank"
    | "ticket_type"
    | "channel"
    | "requester_id"
    | "requester_name"
    | "organisation_id"
    | "department_id"
    | "assignee_id"
    | "assignee_name"
    | "merged_into_id"
    | "snoozed_until"
    | "is_spam"
    | "due_at"
    | "next_due_at"
    | "sla_state"
    | "version"
    | "created_at"
    | "updated_at"
    | "last_message_at"
    | "resolved_at"
    | "has_mention"
    | "has_alert"
    | "tags"
    | "is_followed"
  > {
  organisation_name: string | null;
  department_name: string | null;
  is_new: boolean;
  /** A request for help waits for the reader. */
  asks_me: boolean;
  viewers: { person_id: number; name: string; is_replying: boolean }[];
}

/** Keys of the last ticket of a page. */
export type Cursor = (string | number | null)[] | null;

export interface Page {
  at: string;
  tickets: Listed[];
  /** From where the next page goes on; null: this is the last. */
  next: Cursor;
  count: { count: number | null; label: string } | null;
}

export interface Condition {
  field: string;
  operator: string;
  value: Json;
}

/** What a list is asked for; the address holds it. */
export interface Wanted {
  /** Slug or view_id of a saved view, or EVERY_VIEW. */
  view: string;
  filters: readonly Condition[];
  words: string;
  /** As saved views have it; "": best matches first. */
  sort: string;
}

export const PAGE = 100;
/** The list of every ticket. */
export const EVERY_VIEW = "all";

/** The tickets of a list's view: view_id, slug, conditions. */
export function setOf({ view, filters }: Wanted): { view_id?: number; slug?: string; conditions?: Json } {
  const named = view === EVERY_VIEW ? {} : /^\d+$/.test(view) ? { view_id: Number(view) } : { slug: view };
  return filters.length > 0 ? { ...named, conditions: { all: filters.map((one) => ({ ...one })) } } : named;
}

/** A page of a list, or those of `ticket_ids` that are in it. Throws Problem. */
export function listTickets(
  wanted: Wanted,
  more: { after?: Cursor; ticket_ids?: number[]; max_results?: number } = {},
): Promise<Page> {
  return call("list_tickets", {
    ...setOf(wanted),
    ...(wanted.words && { query: wanted.words }),
    ...(wanted.sort && { sort: wanted.sort }),
    max_results: PAGE,
    ...more,
  }) as unknown as Promise<Page>;
}

/** Whether a ticket comes before another in a list of this order; what has no instant comes last. */
export function isBefore(a: Listed, b: Listed, sort: string): boolean {
  const [column = "", direction] = sort.split(".");
  const sign = direction === "asc" ? 1 : -1;
  const keys = column === "priority" ? (["priority_rank", "updated_at"] as const) : [column as "updated_at"];
  for (const key of keys) {
    const [left, right] = [a[key], b[key]];
    if (left === right) continue;
    if (left === null || right === null) return right === null;
    const by = typeof left === "number" ? left - Number(right) : Date.parse(left) - Date.parse(String(right));
    if (by !== 0) return by * sign < 0;
  }
  return (a.ticket_id - b.ticket_id) * sign < 0;
}
