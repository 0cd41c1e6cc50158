import type { Component } from "vue";
import type { Json, Verb, View } from "@/api/client";
import type { Values } from "@/api/rest";
import { ask } from "@/api/send";
import type { Texts } from "@/texts/texts";
import { lazily } from "@/ui/lazily";
import type { Column } from "../resource/document";
import type { Resource } from "../resource/resources";

/** What is typed for a verb; what is left out here, the API says of its argument. */
type Asked = Pick<Column, "name"> & Partial<Column>;

/** What can be done with a row besides changing it. */
export interface RowVerb {
  text: keyof Texts["admin"]["verbs"];
  /** A verb of the API, or the address of another of its routes. */
  verb?: Verb;
  route?: (row: Values, typed: Values) => string;
  method?: "GET" | "PUT";
  /** Its arguments, of the row and of what was typed; without it the latter alone. */
  of?: (row: Values, typed: Values) => Values;
  asks?: readonly Asked[];
  /** What is asked begins as the row has it, and only what is changed is told. */
  isChange?: boolean;
  /** It is offered for these only. */
  when?: (row: Values) => boolean;
  /** It is asked back: nothing undoes it. */
  isFinal?: boolean;
  /** Columns of the answer that are shown, and where it comes later: from which view, known by which column. */
  shows?: readonly string[];
  later?: { view: View; by: string; isDone: (row: Values) => boolean };
  /** The address of a file to save. */
  saves?: (row: Values) => string;
  /** Takes the row, and emits close and done. */
  dialog?: Component;
}

export function perform({ verb, route, method, of }: RowVerb, row: Values, typed: Values = {}): Promise<Json> {
  if (method === "GET") return ask(route!(row, typed));
  return ask(verb ? `/rest/rpc/${verb}` : route!(row, typed), of?.(row, typed) ?? typed, method ?? "POST");
}

/** Whether something is asked or shown before it is done. */
export const hasDialog = (one: RowVerb): boolean => Boolean(one.dialog ?? one.asks ?? one.isFinal ?? one.shows);

export const verbsOf = (path: Resource["path"], row: Values): readonly RowVerb[] =>
  (VERBS[path] ?? []).filter((one) => one.when?.(row) ?? true);

const only =
  (name: string, as = name) =>
  (row: Values, typed: Values): Values => ({ [as]: row[name] ?? null, ...typed });
const segment = (value: Json | undefined): string => encodeURIComponent(String(value));

const reason: Asked = { name: "reason", isRequired: true };
const secret = (name: string): Asked => ({ name, format: "secret", isRequired: true });
const isOver = ({ expires_at: at }: Values): boolean => at !== null && Date.parse(String(at)) < Date.now();
const isOff = ({ state }: Values): boolean => state === "failed" || state === "withdrawn";
const isCustomer = ({ role, merged_into_id: merged }: Values): boolean => role === "customer" && merged === null;
const person = { view: "people", column: "person_id" };
const hold = (of: "person_id" | "organisation_id"): RowVerb => ({
  text: "hold",
  verb: "place_legal_hold",
  of: only(of),
  asks: [reason],
});
const of = (name: string, ...allowed: string[]): Asked => ({ name, allowed });
const required = (asked: Asked): Asked => ({ ...asked, isRequired: true });
const field: readonly Asked[] = [
  of("label"), of("description"), of("options"), of("pattern"), of("min_value"), of("max_value"), of("is_required_on_create"),
  of("is_required_on_resolve"), of("conditions"), of("customer_access", "none", "read", "edit"), of("is_filterable"), of("position"),
];
const object: readonly Asked[] = [of("label"), of("description"), of("is_visible_to_customers")];
const isOwn = ({ is_builtin: is }: Values): boolean => is === false;

export const VERBS: { [path in Resource["path"]]?: readonly RowVerb[] } = {
  agents: [
    {
      text: "handOver",
      verb: "reassign_open_tickets",
      of: only("person_id", "agent_id"),
      asks: [
        { name: "to_agent_id", references: { view: "agents", column: "person_id" } },
        { name: "to_department_id", references: { view: "departments", column: "department_id" } },
        { name: "to_nobody" },
      ],
      shows: ["ticket_id", "assignee_id", "reason"],
    },
  ],
  people: [
    { text: "merge", dialog: lazily(() => import("../people/MergePeopleDialog.vue")), when: isCustomer },
    { text: "unmerge", verb: "unmerge_person", of: only("person_id"), when: ({ merged_into_id: merged }) => merged !== null, isFinal: true },
    { text: "exportPerson", saves: ({ person_id: id }) => `/exports/people/${segment(id)}` },
    { text: "endSessions", verb: "end_sessions", of: only("person_id"), isFinal: true },
    { text: "resetFactors", verb: "reset_factors", of: only("person_id"), isFinal: true },
    { ...hold("person_id"), when: isCustomer },
    { text: "erase", dialog: lazily(() => import("../people/ErasePersonDialog.vue")), when: ({ role }) => role === "customer", isFinal: true },
  ],
  organisations: [hold("organisation_id")],
  "person-merges": [
    { text: "unmerge", verb: "unmerge_person", of: only("source_id", "person_id"), when: ({ undone_at: at }) => at === null, isFinal: true },
  ],
  removals: [
    { text: "withdraw", verb: "withdraw_erasure", of: only("removal_id"), when: ({ state }) => state === "requested" },
    { text: "erase", verb: "confirm_erasure", of: only("removal_id"), when: ({ state }) => state === "requested", isFinal: true },
  ],
  sessions: [{ text: "endSession", verb: "revoke_session", of: only("session_id") }],
  identities: [{ text: "unlink", verb: "unlink_identity", of: only("identity_id"), isFinal: true }],
  impersonations: [{ text: "end", verb: "end_impersonation", of: only("session_id"), when: ({ is_live: is }) => is === true }],
  "guest-links": [
    { text: "sendLink", verb: "send_guest_link", of: only("ticket_id") },
    { text: "revoke", verb: "revoke_guest_link", of: only("ticket_id"), isFinal: true },
  ],
  "custom-objects": [
    { text: "change", verb: "change_custom_object", of: only("object"), asks: [...object, of("is_active")], isChange: true, when: isOwn },
    { text: "remove", verb: "remove_custom_object", of: only("object"), asks: [of("purge")], when: isOwn },
  ],
  "custom-fields": [
    { text: "change", verb: "change_custom_field", of: ({ custom_field_id: id }, changes) => ({ custom_field_id: id!, changes }), asks: [...field, of("is_active")], isChange: true },
    { text: "remove", verb: "remove_custom_field", of: only("custom_field_id"), asks: [of("purge")] },
  ],
  mailboxes: [
    { text: "password", route: ({ account }) => `/mail/accounts/${segment(account)}/password`, method: "PUT", asks: [secret("password")], when: ({ provider }) => provider === null },
    { text: "authorize", route: ({ account }) => `/mail/accounts/${segment(account)}/authorization`, shows: ["address"], when: ({ provider }) => provider !== null },
  ],
  "mailbox-folders": [
    {
      text: "testMailbox",
      verb: "test_mailbox",
      of: only("mailbox"),
      shows: ["is_well", "answer"],
      later: { view: "mailbox_tests", by: "mailbox", isDone: ({ answered_at: at }) => at !== null },
    },
  ],
  "mailbox-providers": [
    { text: "clientSecret", route: ({ provider }) => `/mail/providers/${segment(provider)}/client_secret`, method: "PUT", asks: [secret("client_secret")] },
  ],
  "mail-adapters": [
    { text: "check", route: ({ adapter }) => `/inbound/${segment(adapter)}/check`, method: "GET", shows: ["subject", "is_well", "message"] },
    { text: "secret", route: ({ adapter }) => `/inbound/${segment(adapter)}/secret`, method: "PUT", asks: [secret("secret")] },
  ],
  "mail-arrivals": [
    { text: "again", verb: "replay_mail_arrival", of: only("mail_arrival_id"), when: ({ state }) => state === "failed" || state === "waiting" },
  ],
  "dkim-keys": [{ text: "sign", verb: "sign_with_dkim_key", of: only("record_name"), isFinal: true }],
  quarantine: [
    { text: "release", verb: "replay_inbound_mail", of: ({ inbound_mail_id: id }) => ({ inbound_mail_id: id!, as_wanted: true }), when: isKeptBack },
    { text: "trust", verb: "trust_sender", of: only("inbound_mail_id"), when: ({ from_address: from }) => from !== null },
    { text: "decideAgain", verb: "replay_inbound_mail", of: only("inbound_mail_id"), when: isKeptBack },
    { text: "block", verb: "block_sender", of: only("from_address", "sender"), asks: [{ name: "reason" }], when: ({ from_address: from }) => from !== null },
  ],
  "outgoing-mail": [
    { text: "sendAgain", verb: "requeue_mail", of: only("outgoing_mail_id"), when: (row) => isOff(row) || row.state === "queued" },
    { text: "withdraw", verb: "withdraw_mail", of: only("outgoing_mail_id"), when: ({ state }) => state === "queued" || state === "failed" },
    { text: "stopAddress", verb: "stop_address", of: only("address", "email"), isFinal: true },
  ],
  "failing-addresses": [
    { text: "keepAddress", verb: "keep_address", of: only("email"), asks: [{ name: "with_bulk" }] },
    { text: "stopAddress", verb: "stop_address", of: only("email"), when: ({ state }) => state !== "stopped" },
  ],
  "report-schedules": [{ text: "mailNow", verb: "mail_report", of: only("report_schedule_id"), shows: ["state", "due_at"] }],
  "blocked-senders": [{ text: "unblock", verb: "unblock_sender", of: only("sender") }],
  webhooks: [
    {
      text: "test",
      verb: "test_webhook",
      of: only("webhook_id"),
      shows: ["state", "last_status", "last_error", "answer_body"],
      later: { view: "webhook_deliveries", by: "delivery_id", isDone: ({ state }) => state !== "queued" },
    },
    {
      text: "newSecret",
      route: ({ webhook_id: id }) => `/webhooks/${segment(id)}/secret`,
      asks: [{ name: "overlap_hours", format: "int32" }],
      shows: ["secret"],
    },
    {
      text: "replayDeliveries",
      verb: "replay_deliveries",
      of: only("webhook_id"),
      asks: [{ name: "since", isRequired: true }, { name: "until" }],
      shows: ["queued", "has_more"],
    },
    {
      text: "previewDelivery",
      verb: "preview_delivery",
      of: only("webhook_id"),
      asks: [{ name: "event_id", isRequired: true }],
      shows: ["is_told", "reason", "url", "body"],
    },
  ],
  "webhook-deliveries": [{ text: "sendAgain", verb: "replay_delivery", of: only("delivery_id"), when: ({ state }) => state !== "queued" }],
  bridges: [
    { text: "newSecret", route: ({ webhook_id: id }) => `/webhooks/${segment(id)}/secret`, of: (_, typed) => ({ is_inbound: true, ...typed }), asks: [{ name: "overlap_hours", format: "int32" }], shows: ["secret"] },
  ],
  "api-tokens": [
    { text: "revoke", verb: "revoke_api_token", of: only("api_token_id"), when: (row) => row.revoked_at === null && !isOver(row), isFinal: true },
  ],
  "identity-providers": [
    { text: "clientSecret", route: ({ provider }) => `/identity_providers/${segment(provider)}/client_secret`, method: "PUT", asks: [secret("client_secret")] },
  ],
  "signing-keys": [
    { text: "retire", verb: "retire_signing_key", of: only("key_id"), when: ({ state }) => state !== "retired" && state !== "signing", isFinal: true },
  ],
  jobs: [
    { text: "tryAgain", verb: "requeue_jobs", of: ({ job_id: id }) => ({ job_ids: [id!] }), when: ({ state }) => state !== "in_work" },
    { text: "discard", verb: "discard_jobs", of: ({ job_id: id }) => ({ job_ids: [id!] }), when: ({ state }) => state !== "in_work", isFinal: true },
  ],
  "legal-holds": [{ text: "lift", verb: "lift_legal_hold", of: only("legal_hold_id"), when: ({ lifted_at: at }) => at === null, isFinal: true }],
};

/** How a row is made where the list itself takes none. */
export const MAKERS: { [path in Resource["path"]]?: RowVerb } = {
  "api-tokens": {
    text: "makeToken",
    route: () => "/auth/tokens",
    asks: [
      { name: "name", isRequired: true },
      { name: "abilities", format: "text[]", isRequired: true, references: { view: "abilities", column: "ability" } },
      { name: "expires_at", format: "timestamp with time zone" },
    ],
    shows: ["token"],
  },
  "blocked-senders": { text: "block", verb: "block_sender", asks: [{ name: "sender", isRequired: true }, { name: "reason" }] },
  "dkim-keys": {
    text: "makeKey",
    route: (_, { domain, selector }) => `/mail/dkim_keys/${segment(domain)}/${segment(selector)}`,
    method: "PUT",
    of: () => ({}),
    asks: [required(of("domain")), required(of("selector"))],
    shows: ["record_name", "record_text"],
  },
  "failing-addresses": { text: "stopAddress", verb: "stop_address", asks: [{ name: "email", isRequired: true }] },
  "custom-objects": { text: "addObject", verb: "add_custom_object", asks: [required(of("object")), ...object] },
  "custom-fields": {
    text: "addField",
    verb: "add_custom_field",
    asks: [
      required({ ...of("object"), references: { view: "custom_objects", column: "object" } }),
      required(of("key")),
      required(of("field_type", "text", "long_text", "number", "date", "checkbox", "select", "multi_select")),
      ...field,
    ],
  },
  "legal-holds": {
    text: "hold",
    verb: "place_legal_hold",
    asks: [
      reason,
      { name: "person_id", references: person },
      { name: "organisation_id", references: { view: "organisations", column: "organisation_id" } },
      { name: "ticket_id" },
    ],
  },
};

function isKeptBack({ state }: Values): boolean {
  return state === "automatic" || state === "quarantined" || state === "received";
}
