import { useQuery } from "@tanstack/vue-query";
import { computed, type ComputedRef } from "vue";
import { api, rows, type Json, type Row } from "@/api/client";
import { desk, session } from "@/api/session";
import { formatInstant, formatNumber } from "@/texts/format";
import { useTexts, type Texts } from "@/texts/texts";
import type { Vocabulary } from "@/ui/conditions/vocabulary";
import { useWords } from "@/ui/conditions/words";
import { useColleagues } from "../colleagues";
import type { Condition } from "./listing";

export type Field = Row<"condition_fields">;

export interface Option {
  value: string | number;
  label: string;
}

export interface Words extends ReturnType<typeof useWords> {
  value: (condition: Condition) => string;
  /** null: anything can be typed. */
  options: (field: Field) => Option[] | null;
}

/** How conditions are called, with what they compare with. */
export function useFilterWords(vocabulary: ComputedRef<Vocabulary | undefined>): Words {
  const t = useTexts("queue");
  const words = useWords(vocabulary);
  const colleagues = useColleagues(() => vocabulary.value !== undefined);
  const tags = useQuery({
    queryKey: ["tags"],
    queryFn: () => rows(api.from("tags").select("name,color,description").eq("is_active", true).order("name").limit(5000)),
    enabled: computed(() => vocabulary.value !== undefined),
    staleTime: 60_000,
  });
  const channels = useQuery({
    queryKey: ["channels"],
    queryFn: () => rows(api.from("channels").select("channel").order("channel")),
    enabled: computed(() => vocabulary.value !== undefined),
    staleTime: Infinity,
  });

  function options({ choices, allowed, value_type: type }: Field): Option[] | null {
    const me = session.value?.person;
    switch (choices) {
      case "status.status":
        return desk.value.statuses.map((one) => ({ value: one.status, label: one.label }));
      case "priority.priority":
        return desk.value.priorities.map((one) => ({ value: one.priority, label: one.label }));
      case "ticket_type.ticket_type":
        return desk.value.ticket_types.map((one) => ({ value: one.ticket_type, label: one.label }));
      case "department.department_id":
        return [{ value: "@mine", label: t.value.myDepartments }, ...desk.value.departments.map((one) => ({ value: one.department_id, label: one.name }))];
      case "agent.person_id":
        return [
          { value: "@me", label: t.value.me },
          ...(colleagues.data.value ?? []).flatMap((one) => (one.person_id === me?.person_id ? [] : [{ value: one.person_id, label: one.name }])),
        ];
      case "tag.name":
        return (tags.data.value ?? []).map((one) => ({ value: one.name, label: one.name }));
      case "channel.channel":
        return (channels.data.value ?? []).map((one) => ({ value: one.channel, label: one.channel }));
    }
    if (type === "bool") return null;
    if (!allowed) return null;
    return allowed.map((one) => ({ value: one, label: words.choice(one) }));
  }

  function value(condition: Condition): string {
    const found = vocabulary.value?.fields.find((one) => one.field === condition.field);
    const known = found ? options(found) : null;
    const say = (one: Json | undefined): string => {
      if (typeof one === "boolean") return one ? t.value.yes : t.value.no;
      if (typeof one === "number" && !known) return formatNumber(one);
      const option = known?.find((choice) => choice.value === one);
      if (option) return option.label;
      const text = String(one ?? "");
      return /^\d{4}-\d\d-\d\dT/.test(text) ? formatInstant(text) : text;
    };
    const given = condition.value;
    if (condition.operator === "older_than" || condition.operator === "within") return duration(String(given), t.value);
    return Array.isArray(given) ? given.map(say).join(", ") : say(given);
  }

  return { ...words, value, options };
}

export const UNITS = ["minutes", "hours", "days", "weeks"] as const;

function duration(text: string, words: Texts["queue"]): string {
  const [, count = "", unit = ""] = /^(\d+) (\w+)$/.exec(text) ?? [];
  return (UNITS as readonly string[]).includes(unit) ? words.durations[unit as (typeof UNITS)[number]](Number(count)) : text;
}
