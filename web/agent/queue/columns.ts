/** Columns that a list can have besides the subject: how wide, and by what it is ordered. */
export const COLUMNS = {
  reference: { width: "92px" },
  subject: { width: "minmax(240px, 1fr)" },
  status: { width: "168px" },
  priority: { width: "104px", sort: "priority" },
  assignee: { width: "150px" },
  department: { width: "150px" },
  organisation: { width: "150px" },
  due: { width: "132px", sort: "next_due_at" },
  tags: { width: "170px" },
  type: { width: "104px" },
  channel: { width: "92px" },
  created: { width: "112px", sort: "created_at" },
  updated: { width: "112px", sort: "updated_at" },
  written: { width: "112px", sort: "last_message_at" },
} as const satisfies Record<string, { width: string; sort?: string }>;

export type Column = keyof typeof COLUMNS;

export const FIRST: readonly Column[] = ["reference", "subject", "status", "priority", "assignee", "due"];

const isColumn = (name: string): name is Column => name in COLUMNS;

/** Those that somebody has chosen, in the order of COLUMNS; the subject is always there. */
export function columnsOf(chosen: readonly string[] | undefined): Column[] {
  const wanted = new Set<string>(chosen?.some(isColumn) ? [...chosen, "subject"] : FIRST);
  return (Object.keys(COLUMNS) as Column[]).filter((column) => wanted.has(column));
}

export const sortOf = (column: Column): string | undefined => {
  const { sort } = COLUMNS[column] as { sort?: string };
  return sort;
};
