import { computed, type ComputedRef } from "vue";
import { useRoute, useRouter, type LocationQuery, type LocationQueryRaw } from "vue-router";
import type { Json } from "@/api/client";
import { preferences } from "@/api/preferences";
import { desk } from "@/api/session";
import type { Condition, Wanted } from "./listing";

export const SORTS = ["next_due_at", "updated_at", "created_at", "last_message_at", "priority", "due_at"] as const;

/** What the address asks for. */
export function readWanted(query: LocationQuery): Wanted {
  const one = (name: string) => [query[name]].flat()[0] ?? "";
  const view = one("view") || preferences.value.start_view || "my_tickets";
  const words = one("q");
  return { view, words, filters: [query.filter].flat().flatMap(readFilter), sort: readSort(one("sort"), view, words) };
}

function readSort(asked: string, view: string, words: string): string {
  if (/^[a-z_]+\.(asc|desc)$/.test(asked)) return asked;
  if (words) return "";
  // People have chosen the order of their own views; those that ship begin with what is due next.
  const saved = desk.value.views?.find((one) => String(one.view_id) === view);
  return saved ? saved.sort : "next_due_at.asc";
}

/** A filter is ["field","operator",value] in the address. */
function readFilter(text: string | null | undefined): Condition[] {
  try {
    const [field, operator, value] = JSON.parse(text ?? "") as [unknown, unknown, Json];
    return typeof field === "string" && typeof operator === "string" ? [{ field, operator, value: value ?? null }] : [];
  } catch {
    return [];
  }
}

export const writeFilter = ({ field, operator, value }: Condition): string => JSON.stringify([field, operator, value]);

/** What tells two lists apart. */
export const keyOf = (wanted: Wanted): string => JSON.stringify(wanted);

export interface Asking {
  wanted: ComputedRef<Wanted>;
  /** Changes a part of what is asked for; `isStep`: Back leads to what was asked before. */
  ask: (change: Partial<Wanted>, isStep?: boolean) => void;
}

export function useWanted(): Asking {
  const route = useRoute();
  const router = useRouter();
  // Another page's address says nothing of the list that is left.
  const wanted = computed<Wanted>((before) => (route.name === "tickets" || !before ? readWanted(route.query) : before));

  function ask(change: Partial<Wanted>, isStep = true): void {
    const next: LocationQueryRaw = { ...route.query };
    if (change.view !== undefined) next.view = change.view;
    if (change.words !== undefined) next.q = change.words || undefined;
    if (change.sort !== undefined) next.sort = change.sort || undefined;
    if (change.filters !== undefined) next.filter = change.filters.map(writeFilter);
    void router[isStep ? "push" : "replace"]({ name: "tickets", query: next });
  }

  return { wanted, ask };
}
