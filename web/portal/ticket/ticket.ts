import type { Row } from "@/api/call";
import { list } from "@/api/rest";

export const FIRST_MESSAGES = 50;

const COLUMNS = "ticket_id,reference,subject,description,status,status_category,priority,requester_id,requester_name,assignee_id,assignee_name,department_id,merged_into_id,is_spam,next_due_at,version,created_at,updated_at,first_response_at,resolved_at,closed_at";
const SHOWN = [
  COLUMNS,
  "messages(message_id,kind,author_id,author_name,body,created_at,edited_at)",
  "events(event_id,kind,at,actor_id,actor_role)",
  "attachments(attachment_id,message_id,filename,media_type,size_bytes,state)",
  "ratings(rating,comment,resolved_at,created_at)",
].join(",");

export type Message = Pick<
  Row<"messages">,
  "message_id" | "kind" | "author_id" | "author_name" | "body" | "created_at" | "edited_at"
>;
export type Attachment = Pick<
  Row<"attachments">,
  "attachment_id" | "message_id" | "filename" | "media_type" | "size_bytes" | "state"
>;

export type Ticket = Row<"tickets"> & {
  messages: Message[];
  events: Pick<Row<"events">, "event_id" | "kind" | "at" | "actor_id" | "actor_role">[];
  attachments: Attachment[];
  ratings: Pick<Row<"ratings">, "rating" | "comment" | "resolved_at" | "created_at">[];
};

/** The whole of a ticket that its customer sees, by id or reference, with its newest messages; null: there is none. */
export async function findTicket(key: { ticket_id: number } | { reference: string }, messages: number): Promise<Ticket | null> {
  const [found] = await list<Ticket>("tickets", {
    select: SHOWN,
    ...("ticket_id" in key ? { ticket_id: `eq.${key.ticket_id}` } : { reference: `eq.${key.reference}` }),
    "messages.kind": "neq.system",
    "messages.order": "message_id.desc",
    "messages.limit": String(messages + 1),
    "events.kind": `in.(${TOLD})`,
    "events.order": "event_id.desc",
    "events.limit": "100",
  });
  return found ?? null;
}

/** Events that customers are told between their messages. */
const TOLD = ["ticket_resolved", "ticket_closed", "ticket_reopened", "rated", "ticket_merged", "follow_up_opened"];

export type Line =
  | { kind: "message"; key: string; at: string; message: Message }
  | { kind: "event"; key: string; at: string; event: Ticket["events"][number] };

/** What was written and what happened, oldest first. */
export function linesOf({ messages, events }: Ticket, hasEarlier: boolean): Line[] {
  const written = messages.map((message): Line => ({ kind: "message", key: `m${message.message_id}`, at: message.created_at, message }));
  const since = hasEarlier ? (messages.at(-1)?.created_at ?? "") : "";
  const happened = events.map((event): Line => ({ kind: "event", key: `e${event.event_id}`, at: event.at, event }));
  return [...written, ...happened.filter((line) => line.at >= since)].sort((a, b) =>
    a.at === b.at ? (a.kind === "message" ? -1 : 1) : a.at < b.at ? -1 : 1,
  );
}
