import type { Texts } from "@/texts/texts";

export type RuleKind = "escalation" | "automation" | "workflow" | "macro";

/** The four lists of rules: how they are called in the address and in the API. */
export const RULE_KINDS: readonly { kind: RuleKind; path: keyof Texts["rules"]["kinds"]; view: string }[] = [
  { kind: "escalation", path: "escalation-rules", view: "escalation_rules" },
  { kind: "automation", path: "automations", view: "automations" },
  { kind: "workflow", path: "workflows", view: "workflows" },
  { kind: "macro", path: "macros", view: "macros" },
];
