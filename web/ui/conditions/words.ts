import type { ComputedRef } from "vue";
import { useTexts } from "@/texts/texts";
import type { Vocabulary } from "./vocabulary";

/** How fields, operators and choices of conditions are called. */
export function useWords(vocabulary: ComputedRef<Vocabulary | undefined>) {
  const t = useTexts("conditions");

  function field(name: string): string {
    const known = (t.value.fields as Record<string, string>)[name];
    if (known) return known;
    const described = vocabulary.value?.fields.find((one) => one.field === name)?.description ?? "";
    // Fields that a desk has made are described by their labels first.
    return name.includes("custom.") ? (described.split(":")[0] ?? name) : name.replaceAll(/[._]/g, " ");
  }

  const operator = (name: string): string => (t.value.operators as Record<string, string>)[name] ?? name.replaceAll("_", " ");
  const choice = (name: string): string => (t.value.choices as Record<string, string>)[name] ?? name.replaceAll("_", " ");
  return { field, operator, choice };
}
