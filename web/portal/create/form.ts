import { call } from "@/api/call";
import { list } from "@/api/rest";
import type { Asked, RequestForm } from "./asked";

export const offeredForms = (): Promise<RequestForm[]> => call("offered_forms", {}) as unknown as Promise<RequestForm[]>;

/** Custom fields that whoever opens a ticket without a form may fill in. */
export async function plainFields(): Promise<Asked[]> {
  const found = await list<Custom>("custom_fields", {
    select: "key,label,description,field_type,pattern,min_value,max_value,is_required_on_create,conditions,custom_options(value,label,position,is_active)",
    object: "eq.ticket",
    is_active: "is.true",
    customer_access: "eq.edit",
    order: "position",
  });
  return found
    .filter((field) => Object.keys(field.conditions).length === 0)
    .map(({ description, is_required_on_create, custom_options, ...field }) => ({
      ...field,
      hint: description,
      is_required: is_required_on_create,
      shown_when: {},
      required_when: {},
      options: custom_options.filter((one) => one.is_active).sort((a, b) => a.position - b.position),
    }));
}

interface Custom extends Pick<Asked, "key" | "label" | "field_type" | "pattern" | "min_value" | "max_value"> {
  description: string | null;
  is_required_on_create: boolean;
  conditions: object;
  custom_options: { value: string; label: string; position: number; is_active: boolean }[];
}
