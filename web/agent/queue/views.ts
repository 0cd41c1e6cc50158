import { useQuery, useQueryClient } from "@tanstack/vue-query";
import { computed, onScopeDispose, type ComputedRef } from "vue";
import { call } from "@/api/client";
import { onLive } from "@/api/live";
import type { View } from "@/api/session";
import type { Texts } from "@/texts/texts";

export type Counts = Record<string, { count: number | null; label: string }>;

// Counting costs the desk something: not with each event.
const COUNT_EVERY_MS = 5_000;

/** How many tickets each view holds, by slug or view_id; it follows what happens. */
export function useViewCounts(): ComputedRef<Counts> {
  const queries = useQueryClient();
  const { data } = useQuery({ queryKey: ["views"], queryFn: async () => (await call("count_views", {})) as unknown as Counts });
  let timer: ReturnType<typeof setTimeout> | undefined;
  onLive("TicketUpdated", () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      void queries.invalidateQueries({ queryKey: ["views"] });
    }, COUNT_EVERY_MS);
  });
  onScopeDispose(() => clearTimeout(timer));
  return computed(() => data.value ?? {});
}

/** The views that ship are called in the reader's language as long as nobody has renamed them. */
export function nameOf(view: View, words: Texts["queue"]): string {
  const shipped = words.shippedViews as Record<string, { was: string; name: string }>;
  const known = view.slug ? shipped[view.slug] : undefined;
  return known && known.was === view.name ? known.name : view.name;
}
