import { useInfiniteQuery } from "@tanstack/vue-query";
import { computed } from "vue";
import { api, rows } from "@/api/client";
import { session } from "@/api/session";

const PAGE = 30;

/** The caller's requests for help, or other mentions, newest first, page by page. */
export function useMentions(isEscalation: boolean) {
  const query = useInfiniteQuery({
    queryKey: ["mentions", isEscalation],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam }) => {
      const page = api
        .from("mentions")
        .select("*")
        .eq("mentioned_id", session.value?.person.person_id ?? 0)
        .is("is_escalation", isEscalation)
        .order("mention_id", { ascending: false })
        .limit(PAGE);
      return rows(pageParam === null ? page : page.lt("mention_id", pageParam));
    },
    getNextPageParam: (last) => (last.length < PAGE ? undefined : last.at(-1)?.mention_id),
  });
  return { ...query, mentions: computed(() => query.data.value?.pages.flat() ?? []) };
}
