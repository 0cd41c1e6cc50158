/** Words for people whom rules know by what they have to do with a ticket. */
export const PEOPLE = ["assignee", "followers", "department", "role:agent", "role:admin"] as const;
