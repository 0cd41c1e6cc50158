import { useInfiniteQuery, useQuery, type QueryClient, type UseQueryReturnType } from "@tanstack/vue-query";
import { toValue, type MaybeRefOrGetter, type Ref } from "vue";
import { api, call, rows, type Row } from "@/api/client";
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
  /** Of people in the payload, by their ids. */
  names?: Record<string, string> | null;
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

const showOlder = async (id: number, before: Pick<Lines, "before_message_id" | "before_event_id">): Promise<Lines> =>
  (await call("show_thread", { ticket_id: id, ...before, max_lines: OLDER_LINES })) as unknown as Lines;

const startOf = ({ before_message_id, before_event_id }: Lines) => ({ before_message_id, before_event_id });

// A query outlives the page that asked: a function within a component would keep all of its page with it.

/** The lines before those with which the ticket was opened, once they are asked for. */
export const useOlder = (id: number, opened: Lines, isAsked: Ref<boolean>) =>
  useInfiniteQuery({
    queryKey: ["older lines", id],
    queryFn: ({ pageParam }) => showOlder(id, pageParam),
    initialPageParam: startOf(opened),
    getNextPageParam: (page) => (page.has_more ? startOf(page) : undefined),
    enabled: isAsked,
    staleTime: Infinity,
    gcTime: 60_000,
  });

/** All that happened to a ticket, newest first, once it is asked for. */
export const useActivity = (id: number, most: Ref<number>, isAsked: Ref<boolean>) =>
  useQuery({
    queryKey: ["ticket", id, "activity", most],
    queryFn: async () =>
      (await (rows(
        api
          .from("timeline")
          .select("ticket_id,at,message_id,event_id,kind,actor_id,actor_name,payload")
          .eq("ticket_id", id)
          .order("at", { ascending: false })
          .order("event_id", { ascending: false, nullsFirst: false })
          .order("message_id", { ascending: false })
          .limit(most.value),
      ) as Promise<unknown>)) as Line[],
    enabled: isAsked,
    placeholderData: (before) => before,
    gcTime: 60_000,
  });

/** A line's key in lists. */
export const lineKey = (line: Line): string => (line.event_id ? `e${line.event_id}` : `m${line.message_id}`);
