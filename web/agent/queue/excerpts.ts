import { keepPreviousData, useQuery } from "@tanstack/vue-query";
import { computed, type ComputedRef } from "vue";
import { call } from "@/api/client";

const MOST = 200;

/** By ticket: what answers the words that a list is searched for, hits between **; of its first rows. */
export function useExcerpts(words: () => string, ids: () => readonly number[]): ComputedRef<Record<number, string>> {
  const first = computed(() => ids().slice(0, MOST));
  const query = useQuery({
    queryKey: ["excerpts", computed(words), first],
    enabled: computed(() => words().trim() !== "" && first.value.length > 0),
    placeholderData: keepPreviousData,
    staleTime: 60_000,
    queryFn: () => call("excerpts", { query: words(), ticket_ids: [...first.value] }) as Promise<unknown> as Promise<Record<number, string>>,
  });
  return computed(() => (words() && query.data.value) || {});
}
