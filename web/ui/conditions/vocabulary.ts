import { useQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, rows, type Row } from "@/api/client";

export interface Vocabulary {
  fields: Row<"condition_fields">[];
  operators: Map<string, Row<"condition_operators">>;
  /** By type of value: the operators that it takes. */
  types: Map<string, string[]>;
}

/** The words of conditions, as the API has them. */
export function useVocabulary() {
  const query = useQuery({
    queryKey: ["condition words"],
    staleTime: Infinity,
    queryFn: async (): Promise<Vocabulary> => {
      const [fields, operators, types] = await Promise.all([
        rows(api.from("condition_fields").select("*").order("field")),
        rows(api.from("condition_operators").select("*")),
        rows(api.from("condition_types").select("*")),
      ]);
      return {
        fields,
        operators: new Map(operators.map((one) => [one.operator, one])),
        types: new Map(types.map((one) => [one.value_type, one.operators])),
      };
    },
  });
  return { vocabulary: computed(() => query.data.value), error: query.error };
}

/** Where the choices "department.department_id" come from: the view, and its column. */
export function sourceOf(choices: string): { view: string; column: string } {
  const [table = "", column = ""] = choices.split(".");
  const views: Record<string, string> = {
    status: "statuses",
    priority: "priorities",
    agent: "agents",
    person: "people",
  };
  return { view: views[table] ?? `${table}s`, column };
}
