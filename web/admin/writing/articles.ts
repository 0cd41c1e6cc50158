export const STATUSES = ["draft", "scheduled", "published", "archived"] as const;
export type Status = (typeof STATUSES)[number];
