import { call, type Row } from "@/api/call";
import { list } from "@/api/rest";

const COLUMNS =
  "ticket_id,reference,subject,status_category,assignee_id,merged_into_id,first_response_at,requester_id,requester_name,next_due_at,updated_at";

export interface Wish {
  show: "open" | "solved" | "all";
  /** null: of everybody whose tickets the caller sees. */
  requesterId: number | null;
  words: string;
  limit: number;
}

export type Listed = Pick<
  Row<"tickets">,
  | "ticket_id"
  | "reference"
  | "subject"
  | "status_category"
  | "assignee_id"
  | "merged_into_id"
  | "first_response_at"
  | "requester_id"
  | "requester_name"
  | "updated_at"
> & {
  /** Of a search: the best match, with hits between **. */
  excerpt?: string;
};

/** Those that changed last first, one more than `limit` where there are more; of a search the best first. */
export async function findTickets({ show, requesterId, words, limit }: Wish): Promise<Listed[]> {
  if (words) return search(words, requesterId);
  const category = show === "all" ? null : show === "open" ? "in.(open,pending,on_hold)" : "in.(solved,closed)";
  return list<Listed>("tickets", {
    select: COLUMNS,
    ...(requesterId === null ? {} : { requester_id: `eq.${requesterId}` }),
    ...(category === null ? {} : { status_category: category }),
    order: "updated_at.desc,ticket_id.desc",
    limit: String(limit + 1),
  });
}

async function search(query: string, requester_id: number | null): Promise<Listed[]> {
  const found = (await call("search", { query, requester_id, max_results: 50 })) as unknown as {
    ticket_id: number;
    excerpt: string;
  }[];
  if (found.length === 0) return [];
  const ids = found.map((one) => one.ticket_id);
  const tickets = await list<Listed>("tickets", { select: COLUMNS, ticket_id: `in.(${ids})` });
  return found.flatMap(({ ticket_id, excerpt }) => {
    const ticket = tickets.find((one) => one.ticket_id === ticket_id);
    return ticket ? [{ ...ticket, excerpt }] : [];
  });
}
