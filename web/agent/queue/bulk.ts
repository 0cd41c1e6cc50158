import { call, type Json } from "@/api/client";
import { newKey } from "@/api/key";
import { asProblem } from "@/api/problem";
import type { Desk } from "@/api/session";
import type { Listed } from "./listing";

export interface Action {
  action: string;
  value?: Json;
}

/** Why one of many tickets stayed as it was. */
export interface Refusal {
  ticket_id: number;
  reason: { message: string; hint?: string | null };
}

interface Outcome {
  ticket_id: number;
  outcome: string;
  reason: Refusal["reason"] | null;
  message_id?: number | null;
}

/** Tickets by their ids, or all of a list. */
export type Target = { ticket_ids: number[] } | { view_id?: number; slug?: string; conditions?: Json };

export interface Done {
  changed: number[];
  refused: Refusal[];
}

const sorted = (outcomes: readonly Outcome[], done: string): Done => ({
  changed: outcomes.flatMap((one) => (one.outcome === done ? [one.ticket_id] : [])),
  refused: outcomes.flatMap(({ ticket_id, reason }) => (reason ? [{ ticket_id, reason }] : [])),
});

/** Throws Problem where none may be changed. */
export async function changeTickets(target: Target, actions: readonly Action[]): Promise<Done> {
  const outcomes = (await call("change_tickets", { ...target, actions: actions as unknown as Json })) as unknown as Outcome[];
  return sorted(outcomes, "changed");
}

/** messages: of the replies, by which all are taken back. Throws Problem. */
export async function replyToTickets(ticketIds: number[], body: string, status: string | null): Promise<Done & { messages: number[] }> {
  const outcomes = (await call("reply_to_tickets", { ticket_ids: ticketIds, body, status })) as unknown as Outcome[];
  return { ...sorted(outcomes, "replied"), messages: outcomes.flatMap((one) => one.message_id ?? []) };
}

/** Throws Problem. */
export async function undoReplies(messages: number[]): Promise<Done> {
  return sorted((await call("undo_replies", { message_ids: messages })) as unknown as Outcome[], "undone");
}

export interface Preview {
  ticket_id: number;
  reference: string | null;
  requester_name: string | null;
  reply: string | null;
  reason: Refusal["reason"] | null;
}

/** What replies would say. Throws Problem. */
export const previewReplies = (ticketIds: number[], body: string): Promise<Preview[]> =>
  call("preview_replies", { ticket_ids: ticketIds, body }) as unknown as Promise<Preview[]>;

const AT_ONCE = 4;

/** One after the other, a few at a time; firings: by which each is taken back. */
export async function applyMacro(ruleId: number, ticketIds: readonly number[]): Promise<Done & { firings: number[] }> {
  const done: Done & { firings: number[] } = { changed: [], refused: [], firings: [] };
  const left = [...ticketIds];
  async function work(): Promise<void> {
    for (let id = left.shift(); id !== undefined; id = left.shift()) {
      try {
        const firing = await call("apply_macro", { rule_id: ruleId, ticket_id: id, idempotency_key: newKey() });
        if (firing.outcome === "applied") done.changed.push(id);
        if (firing.can_undo) done.firings.push(firing.firing_id);
      } catch (error) {
        done.refused.push({ ticket_id: id, reason: asProblem(error) });
      }
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return done;
}

/** Throws Problem. */
export async function undoMacros(firings: readonly number[]): Promise<void> {
  for (const firing of firings) await call("undo_macro", { firing_id: firing });
}

/** What a row will be like. */
export function foresee(row: Listed, { action, value }: Action, desk: Desk, nameOf: (id: number) => string): Listed {
  switch (action) {
    case "set_status":
    case "close":
    case "resolve": {
      const to = action === "close" ? "closed" : action === "resolve" ? "resolved" : String(value);
      const category = desk.statuses.find((one) => one.status === to)?.category;
      return { ...row, status: to, status_category: category ?? row.status_category };
    }
    case "set_priority": {
      const found = desk.priorities.find((one) => one.priority === value);
      return { ...row, priority: String(value), priority_rank: found?.position ?? row.priority_rank };
    }
    case "assign": {
      const id = typeof value === "number" ? value : null;
      return { ...row, assignee_id: id, assignee_name: id === null ? null : nameOf(id) };
    }
    case "set_department": {
      const found = desk.departments.find((one) => one.department_id === value);
      return { ...row, department_id: found?.department_id ?? null, department_name: found?.name ?? null };
    }
    case "set_type":
      return { ...row, ticket_type: String(value) };
    case "add_tags":
      return { ...row, tags: [...new Set([...row.tags, ...(value as string[])])].sort() };
    case "remove_tags":
      return { ...row, tags: row.tags.filter((tag) => !(value as string[]).includes(tag)) };
    default:
      return row;
  }
}

/** What brings these rows back to what they were, by the tickets that it concerns; none: there is no way back. */
export function wayBack({ action, value }: Action, rows: readonly Listed[]): { target: { ticket_ids: number[] }; actions: Action[] }[] {
  const groups = new Map<string, { target: { ticket_ids: number[] }; actions: Action[] }>();
  for (const row of rows) {
    const back = backOf(action, value ?? null, row);
    if (!back) continue;
    const key = JSON.stringify(back);
    const group = groups.get(key) ?? { target: { ticket_ids: [] }, actions: [back] };
    group.target.ticket_ids.push(row.ticket_id);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function backOf(action: string, value: Json, row: Listed): Action | null {
  switch (action) {
    case "set_status":
    case "close":
    case "resolve":
      return { action: "set_status", value: row.status };
    case "set_priority":
      return { action, value: row.priority };
    case "assign":
      return { action, value: row.assignee_id };
    case "set_department":
      return { action, value: row.department_id };
    case "set_type":
      return { action, value: row.ticket_type };
    case "add_tags": {
      const added = (value as string[]).filter((tag) => !row.tags.includes(tag));
      return added.length > 0 ? { action: "remove_tags", value: added } : null;
    }
    case "remove_tags": {
      const removed = (value as string[]).filter((tag) => row.tags.includes(tag));
      return removed.length > 0 ? { action: "add_tags", value: removed } : null;
    }
    default:
      return null;
  }
}
