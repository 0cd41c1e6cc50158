import { api, call, rows, type Row } from "@/api/client";

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

const OPEN = ["open", "pending", "on_hold"];

/** Those that changed last first, one more than `limit` where there are more; of a search the best first. */
export async function findTickets({ show, requesterId, words, limit }: Wish): Promise<Listed[]> {
  if (words) return search(words, requesterId);
  let request = api.from("tickets").select(COLUMNS);
  if (requesterId !== null) request = request.eq("requester_id", requesterId);
  if (show !== "all") request = request.in("status_category", show === "open" ? OPEN : ["solved", "closed"]);
  const order = { ascending: false };
  return rows(request.order("updated_at", order).order("ticket_id", order).limit(limit + 1));
}

async function search(query: string, requester_id: number | null): Promise<Listed[]> {
  const found = (await call("search", { query, requester_id, max_results: 50 })) as unknown as {
    ticket_id: number;
    excerpt: string;
  }[];
  if (found.length === 0) return [];
  const ids = found.map((one) => one.ticket_id);
  const tickets = await rows(api.from("tickets").select(COLUMNS).in("ticket_id", ids));
  return found.flatMap(({ ticket_id, excerpt }) => {
    const ticket = tickets.find((one) => one.ticket_id === ticket_id);
    return ticket ? [{ ...ticket, excerpt }] : [];
  });
}
