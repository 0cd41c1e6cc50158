import type { Json } from "@/api/client";

/** What a ticket would be as far as the form says. */
export type Facts = Readonly<Record<string, Json | undefined>>;

/** Whether a condition holds; undefined: the form does not know. */
export function fits(condition: Json | undefined, facts: Facts): boolean | undefined {
  if (condition === null || typeof condition !== "object" || Array.isArray(condition) || Object.keys(condition).length === 0) return true;
  const parts = (key: string) => {
    const list = condition[key];
    return Array.isArray(list) ? list.map((part) => fits(part, facts)) : null;
  };
  const all = parts("all");
  if (all) return all.includes(false) ? false : all.includes(undefined) ? undefined : true;
  const any = parts("any") ?? parts("none");
  if (any) {
    const found = any.includes(true) ? true : any.includes(undefined) ? undefined : false;
    return "none" in condition && found !== undefined ? !found : found;
  }
  return compares(String(condition.operator), facts[String(condition.field)], condition.value);
}

function compares(operator: string, fact: Json | undefined, value: Json | undefined): boolean | undefined {
  if (fact === undefined) return undefined;
  const given: Json[] = Array.isArray(fact) ? fact : fact === null || fact === "" ? [] : [fact];
  const wanted: (Json | undefined)[] = Array.isArray(value) ? value : [value];
  const has = given.some((one) => wanted.includes(one));
  switch (operator) {
    case "is":
    case "in":
      return has;
    case "is_not":
    case "not_in":
      return !has;
    case "is_empty":
      return (given.length === 0) === (value === true);
    default:
      return undefined;
  }
}
