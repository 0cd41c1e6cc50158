import { useQuery } from "@tanstack/vue-query";
import { computed, ref, watch, type Ref } from "vue";
import { api, quoted, rows } from "./client";

/** People whose name or address has what is typed, soon after it is; `query` is what was asked for. */
export function useFoundPeople(typed: Ref<string>) {
  const query = ref("");
  let timer: ReturnType<typeof setTimeout> | undefined;
  watch(typed, (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => (query.value = text.trim()), 200);
  });
  const found = useQuery({
    queryKey: ["find people", query],
    queryFn: () => {
      const like = quoted(`*${query.value.replace(/[*%_]/g, "")}*`);
      const asked = api.from("people").select("person_id,name,email,role").is("merged_into_id", null);
      return rows(asked.or(`name.ilike.${like},email.ilike.${like}`).order("name").limit(20));
    },
    enabled: computed(() => query.value.length > 1),
    staleTime: 30_000,
  });
  const people = computed(() => (query.value.length > 1 ? (found.data.value ?? []) : []));
  return { query, people, isWaiting: found.isFetching };
}
