import { api, rows, type Row } from "@/api/client";

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
  let request = api.from("tickets").select(SHOWN);
  request = "ticket_id" in key ? request.eq("ticket_id", key.ticket_id) : request.eq("reference", key.reference);
  const found = await rows(
    request
      .neq("messages.kind", "system")
      .order("message_id", { referencedTable: "messages", ascending: false })
      .limit(messages + 1, { referencedTable: "messages" })
      .in("events.kind", TOLD)
      .order("event_id", { referencedTable: "events", ascending: false })
      .limit(100, { referencedTable: "events" }),
  );
  return (found as unknown as Ticket[])[0] ?? null;
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
