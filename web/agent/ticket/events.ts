import { formatInstant, formatMinutes } from "@/texts/format";
import type { Texts } from "@/texts/texts";
import type { Desk } from "@/api/session";
import type { Colleague } from "../colleagues";
import type { Line } from "./ticket";

/** What happened, in words. */
type Words = Texts["ticket"];

// Others say the same, or belong to the list of activities.
const LEFT_OUT = new Set([
  "ticket_resolved",
  "ticket_closed",
  "ticket_reopened",
  "ticket_escalated",
  "mentioned",
  "sla_met",
  "checklist_item_undone",
  "help_addressed",
]);
const MESSAGES = new Set(["reply", "note", "system"]);

export const isMessage = (line: Line): boolean => line.event_id === null && MESSAGES.has(line.kind);
export const isInThread = (line: Line): boolean => isMessage(line) || !LEFT_OUT.has(line.kind);

export function describeEvent(line: Line, words: Words, desk: Desk, colleagues: readonly Colleague[] = []): string {
  const payload = line.payload ?? {};
  const who = line.actor_name ?? words.pgdesk;
  const person = (id: unknown) =>
    line.names?.[String(id)] ?? colleagues.find((one) => one.person_id === id)?.name ?? (id ? `#${String(id)}` : words.nobody);
  const people = (ids: unknown) => (Array.isArray(ids) ? ids.map(person).join(", ") : "");
  const value = (of: "from" | "to"): string => {
    const given = payload[of];
    if (line.kind === "ticket_status_changed") return desk.statuses.find((one) => one.status === given)?.label ?? text(given);
    if (line.kind === "ticket_priority_changed") return desk.priorities.find((one) => one.priority === given)?.label ?? text(given);
    if (line.kind === "department_changed")
      return desk.departments.find((one) => one.department_id === given)?.name ?? (given ? `#${text(given)}` : words.none);
    return person(given);
  };
  const instant = (given: unknown) => (typeof given === "string" ? formatInstant(given) : "");
  const metric = words.metrics[text(payload.metric) as keyof typeof words.metrics] ?? text(payload.metric);
  const { events } = words;
  switch (line.kind) {
    case "ticket_created":
      return events.created(who, words.channels[text(payload.channel) as keyof typeof words.channels] ?? text(payload.channel));
    case "ticket_status_changed":
      return events.status(who, value("from"), value("to"));
    case "ticket_priority_changed":
      return events.priority(who, value("from"), value("to"));
    case "department_changed":
      return events.department(who, value("to"));
    case "ticket_assigned":
      return payload.to === line.actor_id ? events.claimed(who) : events.assigned(who, value("to"));
    case "ticket_unassigned":
      return events.unassigned(who);
    case "tag_added":
      return events.tagAdded(who, text(payload.name));
    case "tag_removed":
      return events.tagRemoved(who, text(payload.name));
    case "ticket_updated":
      return events.updated(who, Object.keys((payload.changes ?? {}) as object).map((key) => words.columns[key as keyof typeof words.columns] ?? key).join(", "));
    case "ticket_snoozed":
      return events.snoozed(who, instant(payload.until ?? payload.to));
    case "ticket_woken":
      return events.woken(who);
    case "sla_warning":
      return events.warning(metric, instant(payload.due_at));
    case "sla_breached":
      return events.breached(metric, instant(payload.due_at));
    case "sla_met":
      return events.met(metric);
    case "rated":
      return events.rated(who, text(payload.rating));
    case "help_requested":
      return events.helpRequested(who, people(payload.person_ids));
    case "help_addressed":
      return events.helpAddressed(who);
    case "mentioned":
      return events.mentioned(who, people(payload.person_ids));
    case "time_logged":
      return events.time(who, formatMinutes(Number(payload.minutes ?? 0)));
    case "checklist_item_done":
      return events.done(who, text(payload.label));
    case "checklist_item_undone":
      return events.undone(who, text(payload.label));
    case "approval_requested":
      return events.approvalRequested(who, people(payload.person_ids), text(payload.question));
    case "approval_delegated":
      return events.approvalDelegated(who, people(payload.person_ids));
    case "approval_reminded":
      return events.approvalReminded(people(payload.person_ids));
    case "approval_decided":
      return payload.vote === "approved" ? events.approved(who) : events.declined(who);
    case "approval_ended":
      return events.approvalEnded(words.approvalOutcomes[text(payload.outcome) as keyof typeof words.approvalOutcomes] ?? text(payload.outcome));
    case "merge_received":
      return events.mergeReceived(who, text(payload.reference ?? payload.from_id ?? payload.source_id));
    case "macro_applied":
      return events.macro(who, text(payload.name));
    default:
      return `${who}: ${(words.otherEvents as Record<string, string>)[line.kind] ?? line.kind.replaceAll("_", " ")}`;
  }
}

const text = (value: unknown): string => (value === null || value === undefined ? "" : String(value));
