import { call } from "@/api/call";
import type { Asked, RequestForm } from "./asked";

export const offeredForms = (): Promise<RequestForm[]> => call("offered_forms", {}) as unknown as Promise<RequestForm[]>;

/** Custom fields that whoever opens a ticket without a form may fill in, whatever the ticket is. */
export async function plainFields(): Promise<Asked[]> {
  const { custom_fields } = (await call("ticket_form", {})) as unknown as { custom_fields: Custom[] };
  return custom_fields
    .filter((field) => Object.keys(field.conditions).length === 0)
    .map(({ description, ...field }) => ({ ...field, hint: description, shown_when: {}, required_when: {} }));
}

interface Custom extends Omit<Asked, "hint" | "shown_when" | "required_when"> {
  description: string | null;
  /** On the ticket, for which it is shown. */
  conditions: object;
}
