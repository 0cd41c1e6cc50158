import type { Texts } from "@/texts/texts";

/** Conditions of a rule as a line to read. */
export function describeConditions(conditions: unknown, words: Texts["ticket"]): string {
  if (conditions === null || typeof conditions !== "object") return "";
  const { all, any, not, field, operator, value } = conditions as {
    all?: unknown[];
    any?: unknown[];
    not?: unknown;
    field?: string;
    operator?: string;
    value?: unknown;
  };
  const parts = (list: unknown[]) => list.map((one) => describeConditions(one, words)).filter(Boolean);
  if (Array.isArray(all)) return parts(all).join(` ${words.and} `);
  if (Array.isArray(any)) return parts(any).join(` ${words.or} `);
  if (not) return `${words.not} ${describeConditions(not, words)}`;
  if (!field) return "";
  const named = words.columns[field as keyof typeof words.columns] ?? field.replaceAll("_", " ");
  const shown = value === true ? "" : Array.isArray(value) ? value.join(", ") : String(value ?? "");
  return [named, (operator ?? "").replaceAll("_", " "), shown].filter(Boolean).join(" ");
}
