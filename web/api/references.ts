import { useQuery } from "@tanstack/vue-query";
import { inWords } from "@/texts/labels";
import { list, type Values } from "./rest";

/** Which column names a row of these; of others it is `name`. */
const NAMES: Record<string, string> = {
  statuses: "label",
  priorities: "label",
  ticket_types: "label",
  canned_replies: "title",
  request_forms: "title",
  tickets: "reference",
  custom_fields: "label",
  outgoing_mail_kinds: "kind",
  automatic_mail_kinds: "kind",
  abilities: "ability",
  channels: "label",
  custom_objects: "label",
  desk_roles: "role",
  mailbox_accounts: "account",
  mailboxes: "mailbox",
  attachments: "filename",
  inbound_mail: "subject",
  events: "event_id",
  messages: "message_id",
  side_messages: "side_message_id",
  sessions: "session_id",
};
const MOST = 200;

export interface Choice {
  value: string | number;
  label: string;
}

/** Of views of the same rows the one that has their names, and all of them. */
const SOURCES: Record<string, string> = { agents: "people", past_tickets: "tickets", my_sessions: "sessions" };
const sourceOf = (view: string): string => SOURCES[view] ?? view;
const nameOf = (view: string): string => NAMES[sourceOf(view)] ?? "name";
const labelOf = (row: Values, column: string, name: string): string =>
  name === "label" ? inWords(String(row[column]), String(row[name])) : String(row[name] ?? row[column]);

/** Rows of what a column points to, for a list to choose from; `search`: a part of their names. */
export function useChoices(view: string, column: string, search: () => string) {
  const name = nameOf(view);
  return useQuery({
    queryKey: ["choices", view, search],
    staleTime: 60_000,
    queryFn: async (): Promise<Choice[]> => {
      const query: Record<string, string> = { select: `${column},${name}`, order: name, limit: String(MOST) };
      if (search()) query[name] = `ilike.*${search()}*`;
      if (view === "agents") query.role = "neq.customer";
      return (await list(sourceOf(view), query)).map((row) => ({
        value: row[column] as string | number,
        label: labelOf(row, column, name),
      }));
    },
  });
}

/** What the rows with these keys are called. */
export async function namesOf(view: string, column: string, keys: readonly unknown[]): Promise<Map<string, string>> {
  const name = nameOf(view);
  if (!keys.length) return new Map();
  const values = keys.map((key) => JSON.stringify(String(key))).join(",");
  const found = await list(sourceOf(view), { select: `${column},${name}`, [column]: `in.(${values})` });
  return new Map(found.map((row) => [String(row[column]), labelOf(row, column, name)]));
}
