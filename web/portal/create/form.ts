import { api, call, rows } from "@/api/client";
import type { Asked, RequestForm } from "./asked";

export const offeredForms = (): Promise<RequestForm[]> => call("offered_forms", {}) as unknown as Promise<RequestForm[]>;

/** Custom fields that whoever opens a ticket without a form may fill in. */
export async function plainFields(): Promise<Asked[]> {
  const found = await rows(
    api
      .from("custom_fields")
      .select("key,label,description,field_type,pattern,min_value,max_value,is_required_on_create,conditions,custom_options(value,label,position,is_active)")
      .eq("object", "ticket")
      .eq("is_active", true)
      .eq("customer_access", "edit")
      .order("position"),
  );
  return (found as unknown as Custom[])
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
