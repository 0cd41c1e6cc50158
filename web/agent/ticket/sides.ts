import { useQuery, type UseQueryReturnType } from "@tanstack/vue-query";
import type { Escalation } from "@/agent/help/EscalationHistory.vue";
import { call, type Row } from "@/api/client";

export interface Interval {
  from: string;
  to: string;
  kind: "counted" | "paused";
  status: string;
  policy: string | null;
  calendar: string | null;
  minutes: number;
  used_minutes: number;
  target_minutes: number | null;
}

export interface Clock {
  metric: "first_response" | "next_response" | "resolution";
  cycle: number;
  state: string;
  target_minutes: number | null;
  used_minutes: number;
  paused_minutes: number;
  remaining_minutes: number | null;
  started_at: string;
  due_at: string | null;
  breached_at: string | null;
  stopped_at: string | null;
  intervals: Interval[];
}

export interface CustomField {
  key: string;
  label: string;
  description: string | null;
  field_type: string;
  pattern: string | null;
  min_value: number | null;
  max_value: number | null;
  is_required_on_resolve: boolean;
  options: { value: string; label: string; is_active: boolean }[];
  value: unknown;
}

export interface Requester {
  person: {
    person_id: number;
    name: string;
    email: string | null;
    claimed_email: string | null;
    is_guest: boolean;
    language: string;
    time_zone: string;
  };
  organisation: { name: string; notes: string | null } | null;
  notes: { person_note_id: number; body: string }[];
  tickets: { ticket_id: number; reference: string; subject: string; status: string }[];
  tickets_of_person: number | null;
  open_tickets_of_person: number | null;
  tickets_of_organisation: number | null;
}

export interface Link {
  link_id: number;
  kind: string;
  is_from: boolean;
  ticket_id: number;
  reference: string;
  subject: string;
  status: string;
}

export interface SideConversation extends Omit<Row<"side_conversations">, "ticket_id"> {
  participants: { person_id: number | null; name: string | null; address: string | null }[];
  messages: number;
}

export interface Approval {
  approval_id: number;
  question: string;
  requested_by: number | null;
  requested_by_name: string | null;
  is_required: boolean;
  due_at: string | null;
  state: string;
  created_at: string;
  votes: { person_id: number; person_name: string; state: string; comment: string | null; delegated_to_name: string | null }[];
}

/** An action of a rule, or a reason why it was refused. */
export interface FiringPart {
  action?: string;
  value?: unknown;
  outcome?: string;
  message?: string;
  hint?: string | null;
}

export interface Firing {
  firing_id: number;
  rule_id: number;
  rule_name: string | null;
  rule_conditions: unknown;
  actor_name: string | null;
  fired_at: string;
  outcome: string;
  detail: FiringPart[] | null;
  undone_at: string | null;
}

/** What stands beside a ticket: see rpc/show_ticket_sides. */
export interface Sides {
  requester: Requester;
  custom_fields: CustomField[];
  sla: Clock[];
  followers: { person_id: number; name: string; reason: string }[];
  links: Link[];
  merges: { merge_id: number; source_id: number; merged_at: string; messages: number; undone_at: string | null }[];
  side_conversations: SideConversation[];
  checklist: Omit<Row<"checklist_items">, "ticket_id">[];
  times: { minutes: number; billable_minutes: number; entries: number };
  timer: Row<"timers"> | null;
  escalations: Escalation[];
  approvals: Approval[];
  firings: Firing[];
}

export const useSides = (id: number): UseQueryReturnType<Sides, Error> =>
  useQuery({
    queryKey: ["ticket", id, "sides"],
    queryFn: async () => (await call("show_ticket_sides", { ticket_id: id })) as unknown as Sides,
    gcTime: 60_000,
  });
