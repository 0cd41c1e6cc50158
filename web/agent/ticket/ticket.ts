import { useQuery, type QueryClient, type UseQueryReturnType } from "@tanstack/vue-query";
import { toValue, type MaybeRefOrGetter } from "vue";
import { call, type Row } from "@/api/client";
import type { Problem } from "@/api/problem";

export type Ticket = Row<"tickets">;
export type File = Pick<
  Row<"attachments">,
  "attachment_id" | "filename" | "media_type" | "size_bytes" | "state" | "is_inline" | "content_id"
>;
type Mail = Pick<Row<"outgoing_mail">, "outgoing_mail_id" | "state" | "not_before" | "sent_at" | "last_answer"> & { address: string };

/** A message or an event of the thread; what belongs to the other is undefined. */
export interface Line {
  event_id: number | null;
  message_id: number | null;
  kind: string;
  at: string;
  actor_id: number | null;
  actor_name: string | null;
  payload?: { readonly [key: string]: unknown };
  body?: string | null;
  is_cut?: boolean;
  is_by_staff?: boolean;
  channel?: string;
  is_pinned?: boolean;
  is_unverified?: boolean;
  edited_at?: string | null;
  files?: File[];
  mails?: Mail[];
}

/** Lines of the thread, oldest first, and where those before them begin. */
export interface Lines {
  lines: Line[];
  before_message_id: number | null;
  before_event_id: number | null;
  has_more: boolean;
}

export interface Pinned {
  message_id: number;
  actor_name: string | null;
  at: string;
  body: string;
}

/** A ticket as it is opened: see rpc/show_ticket. */
export interface Opened {
  ticket: Ticket & { department_name: string | null; organisation_name: string | null };
  thread: Lines;
  last_message_id: number | null;
  /** Of the description. */
  files: File[];
  participants: { person_id: number; name: string }[];
  rating: { rating: number; comment: string | null; created_at: string } | null;
  allowed: { access: string; verbs: string[]; statuses: { status: string; obstacle: Problem | null }[] };
  pinned: Pinned[];
  clocks: Omit<Row<"sla_clocks">, "ticket_id">[];
  drafts: Omit<Row<"drafts">, "ticket_id">[];
  scheduled_replies: Omit<Row<"scheduled_replies">, "ticket_id">[];
  present: { person_id: number; name: string; is_replying: boolean }[];
}

const OLDER_LINES = 100;

export const ticketKey = (id: number): readonly ["ticket", number] => ["ticket", id];

const openTicket = async (id: number): Promise<Opened> => (await call("show_ticket", { ticket_id: id })) as unknown as Opened;

/** The ticket "ESC-00042" is open afterwards; its id. */
export async function openByReference(queries: QueryClient, reference: string): Promise<number> {
  const opened = (await call("show_ticket", { reference: reference.toUpperCase() })) as unknown as Opened;
  const id = opened.ticket.ticket_id;
  queries.setQueryData(ticketKey(id), opened);
  return id;
}

export const useOpened = (id: MaybeRefOrGetter<number>, enabled: MaybeRefOrGetter<boolean>): UseQueryReturnType<Opened, Error> =>
  useQuery({
    queryKey: ["ticket", id],
    queryFn: () => openTicket(toValue(id)),
    enabled: () => toValue(enabled),
    // Hundreds of tickets are opened in a day.
    gcTime: 60_000,
  });

/** Reads a ticket before it is asked for, so that it is there at once. */
export const prefetchTicket = (queries: QueryClient, id: number): Promise<void> =>
  queries.prefetchQuery({ queryKey: ticketKey(id), queryFn: () => openTicket(id), staleTime: 30_000, gcTime: 60_000 });

export const showOlder = async (id: number, before: Pick<Lines, "before_message_id" | "before_event_id">): Promise<Lines> =>
  (await call("show_thread", { ticket_id: id, ...before, max_lines: OLDER_LINES })) as unknown as Lines;

/** A line's key in lists. */
export const lineKey = (line: Line): string => (line.event_id ? `e${line.event_id}` : `m${line.message_id}`);
