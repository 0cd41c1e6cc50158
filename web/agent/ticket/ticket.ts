import { useQuery, type QueryClient, type UseQueryReturnType } from "@tanstack/vue-query";
import { toValue, type MaybeRefOrGetter } from "vue";
import { api, rows, type Row } from "@/api/client";
import { Problem } from "@/api/problem";

export type Ticket = Row<"tickets">;
/** A message or an event of the thread. */
export interface Line extends Omit<Row<"timeline">, "payload"> {
  payload: { readonly [key: string]: unknown } | null;
}
export type File = Row<"attachments">;

/** A ticket as it is opened: itself, what belongs to it, and the newest lines of its thread, oldest first. */
export interface Opened {
  ticket: Ticket;
  lines: Line[];
  hasOlder: boolean;
  files: File[];
  drafts: Row<"drafts">[];
  scheduled: Row<"scheduled_replies">[];
  followers: Row<"ticket_followers">[];
  participants: Row<"ticket_participants">[];
  escalations: Row<"escalations">[];
  checklist: Row<"checklist_items">[];
}

const PAGE = 50;
const OLDER_PAGE = 100;
const BELONGING =
  "*,files:attachments(*),drafts(*),scheduled:scheduled_replies(*),followers:ticket_followers(*)," +
  "participants:ticket_participants(*),escalations(*),checklist:checklist_items(*)";

/** The id behind "42" or "ESC-00042". */
export async function findTicketId(text: string): Promise<number> {
  if (/^\d{1,15}$/.test(text)) return Number(text);
  const found = await rows(api.from("tickets").select("ticket_id").eq("reference", text.toUpperCase()));
  if (found[0]) return found[0].ticket_id;
  throw new Problem(404, { code: "PD001", message: text });
}

export async function openTicket(id: number): Promise<Opened> {
  const [tickets, newest] = await Promise.all([
    rows(api.from("tickets").select(BELONGING).eq("ticket_id", id)) as Promise<unknown>,
    readLines(id, PAGE),
  ]);
  const found = (tickets as (Ticket & Omit<Opened, "ticket" | "lines" | "hasOlder">)[])[0];
  if (!found) throw new Problem(404, { code: "PD001", message: `#${id}` });
  const { files, drafts, scheduled, followers, participants, escalations, checklist, ...ticket } = found;
  return {
    ticket,
    lines: newest.reverse(),
    hasOlder: newest.length === PAGE,
    files,
    drafts,
    scheduled,
    followers,
    participants,
    escalations,
    checklist: checklist.sort((a, b) => a.position - b.position),
  };
}

/** Lines of the thread before one, oldest first. */
export async function readOlder(id: number, before: Line): Promise<{ lines: Line[]; hasOlder: boolean }> {
  const lines = await readLines(id, OLDER_PAGE, before);
  return { lines: lines.reverse(), hasOlder: lines.length === OLDER_PAGE };
}

async function readLines(id: number, limit: number, before?: Line): Promise<Line[]> {
  let asked = api.from("timeline").select("*").eq("ticket_id", id);
  if (before) {
    // The order below as a key: of one instant messages stand before events.
    const sameInstant = before.event_id
      ? `event_id.lt.${before.event_id},event_id.is.null`
      : `and(event_id.is.null,message_id.lt.${before.message_id})`;
    asked = asked.lte("at", before.at).or(`at.lt.${before.at},${sameInstant}`);
  }
  const found = await rows(
    asked
      .order("at", { ascending: false })
      .order("event_id", { ascending: false, nullsFirst: false })
      .order("message_id", { ascending: false })
      .limit(limit),
  );
  return found as Line[];
}

export const ticketKey = (id: number): readonly ["ticket", number] => ["ticket", id];

export const useOpened = (id: MaybeRefOrGetter<number>): UseQueryReturnType<Opened, Error> =>
  useQuery({ queryKey: ["ticket", id], queryFn: () => openTicket(toValue(id)) });

/** Reads a ticket before it is asked for, so that it is there at once. */
export const prefetchTicket = (queries: QueryClient, id: number): Promise<void> =>
  queries.prefetchQuery({ queryKey: ticketKey(id), queryFn: () => openTicket(id), staleTime: 30_000 });

/** A line's key in lists. */
export const lineKey = (line: Line): string => (line.event_id ? `e${line.event_id}` : `m${line.message_id}`);
