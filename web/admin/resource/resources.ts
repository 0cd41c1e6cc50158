import type { View } from "@/api/client";
import type { Texts } from "@/texts/texts";

/** A list with a form of its own at /support/admin/<path>. */
export interface Resource {
  path: keyof Texts["admin"]["resources"];
  group: keyof Texts["admin"]["groups"];
  view: View;
  /** Shown in the list, the first of them names a row. */
  columns: readonly string[];
  order: string;
  isDescending?: boolean;
}

/** Everything that is plain: what its rows are, may and mean, the API says. */
export const RESOURCES: readonly Resource[] = [
  { path: "departments", group: "team", view: "departments", columns: ["name", "slug", "is_public", "is_active"], order: "name" },
  { path: "department-members", group: "team", view: "department_members", columns: ["department_id", "person_id", "is_lead"], order: "department_id" },
  { path: "skills", group: "team", view: "skills", columns: ["name", "description"], order: "name" },
  { path: "agent-skills", group: "team", view: "agent_skills", columns: ["person_id", "skill_id"], order: "person_id" },
  { path: "agents", group: "team", view: "agents", columns: ["person_id", "availability", "desk_role", "is_light", "max_open"], order: "person_id" },
  { path: "absences", group: "team", view: "absences", columns: ["person_id", "starts_at", "ends_at", "reason"], order: "starts_at", isDescending: true },
  { path: "department-skills", group: "team", view: "department_skills", columns: ["department_id", "skill_id", "min_proficiency"], order: "department_id" },
  { path: "department-routing", group: "team", view: "department_routing", columns: ["department_id", "strategy", "is_routed_on_create", "is_routed_on_transfer"], order: "department_id" },
  { path: "tag-skills", group: "team", view: "tag_skills", columns: ["tag_id", "skill_id", "min_proficiency"], order: "tag_id" },
  { path: "people", group: "people", view: "people", columns: ["name", "email", "role", "organisation_id", "is_active"], order: "name" },
  { path: "organisations", group: "people", view: "organisations", columns: ["name", "has_shared_tickets", "is_active"], order: "name" },
  { path: "organisation-domains", group: "people", view: "organisation_domains", columns: ["domain", "organisation_id"], order: "domain" },
  { path: "person-merges", group: "people", view: "person_merges", columns: ["source_id", "target_id", "merged_by", "merged_at", "undone_at"], order: "person_merge_id", isDescending: true },
  { path: "removals", group: "people", view: "removals", columns: ["kind", "state", "person_id", "reason", "requested_at", "done_at"], order: "removal_id", isDescending: true },
  { path: "sessions", group: "people", view: "sessions", columns: ["person_id", "client", "network", "started_at", "used_at", "expires_at"], order: "session_id", isDescending: true },
  { path: "identities", group: "people", view: "identities", columns: ["person_id", "provider", "email", "linked_at", "used_at"], order: "identity_id", isDescending: true },
  { path: "impersonations", group: "people", view: "impersonations", columns: ["person_id", "admin_name", "reason", "started_at", "expires_at", "is_live"], order: "session_id", isDescending: true },
  { path: "guest-links", group: "people", view: "guest_links", columns: ["ticket_id", "person_id", "created_at", "expires_at", "used_at"], order: "created_at", isDescending: true },
  { path: "tags", group: "tickets", view: "tags", columns: ["name", "color", "is_public", "is_active"], order: "name" },
  { path: "priorities", group: "tickets", view: "priorities", columns: ["label", "priority", "color", "position"], order: "position" },
  { path: "ticket-types", group: "tickets", view: "ticket_types", columns: ["label", "ticket_type"], order: "ticket_type" },
  { path: "canned-responses", group: "tickets", view: "canned_replies", columns: ["title", "folder_id", "is_shared", "owner_id"], order: "title" },
  { path: "canned-folders", group: "tickets", view: "canned_folders", columns: ["name", "position"], order: "position" },
  { path: "checklists", group: "tickets", view: "checklists", columns: ["name", "description", "is_active"], order: "name" },
  { path: "request-forms", group: "tickets", view: "request_forms", columns: ["title", "form", "audience", "department_id", "is_active"], order: "position" },
  { path: "request-form-fields", group: "tickets", view: "request_form_fields", columns: ["label", "form", "key", "is_required", "position"], order: "position" },
  { path: "checklist-steps", group: "tickets", view: "checklist_steps", columns: ["label", "checklist_id", "position", "is_required"], order: "checklist_id" },
  { path: "custom-objects", group: "tickets", view: "custom_objects", columns: ["label", "object", "description", "is_visible_to_customers", "is_active"], order: "label" },
  { path: "custom-fields", group: "tickets", view: "custom_fields", columns: ["label", "object", "key", "field_type", "customer_access", "is_active"], order: "position" },
  { path: "categories", group: "knowledge", view: "article_categories", columns: ["name", "slug", "audience", "parent_id", "position"], order: "position" },
  { path: "article-audiences", group: "knowledge", view: "article_audiences", columns: ["name", "audience", "reach"], order: "name" },
  { path: "mail-addresses", group: "mail", view: "support_addresses", columns: ["address", "sender_name", "department_id"], order: "address" },
  { path: "mailboxes", group: "mail", view: "mailbox_accounts", columns: ["account", "provider", "host", "user_name", "last_error"], order: "account" },
  { path: "mailbox-folders", group: "mail", view: "mailboxes", columns: ["mailbox", "account", "folder", "state", "last_error", "caught_up_at"], order: "mailbox" },
  { path: "mailbox-providers", group: "mail", view: "mail_providers", columns: ["name", "provider", "client_id", "has_client_secret"], order: "provider" },
  { path: "mail-adapters", group: "mail", view: "mail_adapters", columns: ["adapter", "description", "has_secret", "refused_for"], order: "adapter" },
  { path: "mail-arrivals", group: "mail", view: "mail_arrivals", columns: ["adapter", "state", "reason", "received_at", "inbound_mail_id"], order: "mail_arrival_id", isDescending: true },
  { path: "dkim-keys", group: "mail", view: "dkim_keys", columns: ["record_name", "created_at", "signs_from", "replaced_at"], order: "record_name" },
  { path: "mail-brands", group: "mail", view: "mail_brands", columns: ["name", "department_id", "colour"], order: "name" },
  { path: "blocked-senders", group: "mail", view: "blocked_senders", columns: ["sender", "reason", "blocked_by", "created_at"], order: "sender" },
  { path: "trusted-senders", group: "mail", view: "trusted_senders", columns: ["sender", "trusted_by", "created_at"], order: "sender" },
  { path: "quarantine", group: "mail", view: "inbound_mail", columns: ["subject", "from_address", "state", "reason", "ticket_reference", "received_at"], order: "inbound_mail_id", isDescending: true },
  { path: "outgoing-mail", group: "mail", view: "outgoing_mail", columns: ["address", "kind", "state", "last_answer", "sent_at"], order: "outgoing_mail_id", isDescending: true },
  { path: "failing-addresses", group: "mail", view: "mail_addresses", columns: ["email", "state", "asked_at", "decided_at", "decided_by"], order: "email" },
  { path: "webhooks", group: "integration", view: "webhooks", columns: ["name", "url", "events", "is_active", "off_because"], order: "name" },
  { path: "webhook-deliveries", group: "integration", view: "webhook_deliveries", columns: ["kind", "webhook_id", "state", "last_status", "attempts", "created_at"], order: "delivery_id", isDescending: true },
  { path: "api-tokens", group: "integration", view: "api_tokens", columns: ["name", "person_id", "abilities", "expires_at", "used_at", "revoked_at"], order: "api_token_id", isDescending: true },
  { path: "identity-providers", group: "integration", view: "identity_providers", columns: ["name", "provider", "issuer", "is_active"], order: "name" },
  { path: "signing-keys", group: "integration", view: "signing_keys", columns: ["key_id", "algorithm", "state", "signs_from", "needed_until", "retired_at"], order: "created_at", isDescending: true },
  { path: "widget-origins", group: "integration", view: "widget_origins", columns: ["origin", "has_portal", "note"], order: "origin" },
  { path: "bridges", group: "integration", view: "bridges", columns: ["channel", "department_id", "webhook_id", "is_active"], order: "channel" },
  { path: "report-schedules", group: "operation", view: "report_schedules", columns: ["report", "period", "repeats", "local_time", "time_zone", "is_active", "due_at", "last_mailed_at", "last_error"], order: "report_schedule_id" },
  { path: "report-recipients", group: "operation", view: "report_recipients", columns: ["report_schedule_id", "person_id"], order: "report_schedule_id" },
  { path: "report-runs", group: "operation", view: "report_runs", columns: ["report_schedule_id", "due_at", "state", "attempts", "mails", "error"], order: "report_run_id", isDescending: true },
  { path: "schedule", group: "operation", view: "schedule", columns: ["name", "cron", "description", "is_active", "catch_up"], order: "name" },
  { path: "schedule-runs", group: "operation", view: "schedule_runs", columns: ["name", "started_at", "duration", "result", "error"], order: "started_at", isDescending: true },
  { path: "jobs", group: "operation", view: "jobs", columns: ["actor", "queue", "state", "failures", "last_error", "changed_at"], order: "changed_at", isDescending: true },
  { path: "rate-limits", group: "operation", view: "rate_limits", columns: ["counted", "requests", "seconds", "is_active", "description"], order: "counted" },
  { path: "legal-holds", group: "operation", view: "legal_holds", columns: ["ticket_id", "person_id", "organisation_id", "reason", "placed_at", "lifted_at"], order: "legal_hold_id", isDescending: true },
];
