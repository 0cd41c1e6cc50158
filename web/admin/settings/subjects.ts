/** Subjects in the order of the page, each with the keys of its settings; the first that fits counts. */
const SUBJECTS = {
  look: /^(desk_name|brand_|mail_colour|page_languages|route_prefix)/,
  customers: /^(allow_|guest_|max_guest)/,
  hosts: /^host_/,
  rules: /^rules\./,
  deadlines: /^sla\./,
  approvals: /^approval_/,
  mailIn: /^(inbound_|public_mail_domains)/,
  files: /attachment|^(blocked_file_types|max_waiting_uploads|storage_service|virus_scan)/,
  retention: /_kept_/,
  signingIn: /^(access_|api_|factors_|impersonat|invitation_|login_|password_|proof_|refresh_|session_|signing_)/,
  mailOut: /mail_|_mail|^(bounce_|notification_channels|smtp_|acknowledge_)/,
  connections: /^(webhook|enable_real_time|mode$)/,
  knowledge: /^articles_/,
  tickets: /./,
} as const;
export type Subject = keyof typeof SUBJECTS;

const ENTRIES = Object.entries(SUBJECTS) as [Subject, RegExp][];
const SHOWN: readonly Subject[] = [
  "look", "tickets", "deadlines", "rules", "approvals", "customers", "knowledge",
  "mailIn", "mailOut", "files", "signingIn", "hosts", "connections", "retention",
];

export const subjectOf = (key: string): Subject => ENTRIES.find(([, keys]) => keys.test(key))?.[0] ?? "tickets";

/** By subject, as the page shows them; without those that have none. */
export function bySubject<T extends { key: string }>(settings: readonly T[]): [Subject, T[]][] {
  return SHOWN.map((subject): [Subject, T[]] => [subject, settings.filter(({ key }) => subjectOf(key) === subject)]).filter(([, ones]) => ones.length);
}
