import { keepPreviousData, useInfiniteQuery, useQueryClient, type InfiniteData } from "@tanstack/vue-query";
import { computed, onScopeDispose, shallowReactive, watch, type ComputedRef } from "vue";
import { onLive } from "@/api/live";
import { EVERY_VIEW, isBefore, listTickets, type Cursor, type Listed, type Page, type Wanted } from "./listing";
import { keyOf } from "./wanted";

type Pages = InfiniteData<Page, Cursor>;

// Events of a moment are asked about together.
const GATHER_MS = 400;
const MOST = 200;
const EVERYTHING: Wanted = { view: EVERY_VIEW, filters: [], words: "", sort: "updated_at.desc" };

export interface List {
  tickets: ComputedRef<Listed[]>;
  /** Where a ticket stands in it. */
  places: ComputedRef<ReadonlyMap<number, number>>;
  count: ComputedRef<Page["count"]>;
  /** Of the list, and not shown yet. */
  incoming: ReadonlySet<number>;
  /** Shown, and not of the list any more. */
  gone: ReadonlySet<number>;
  hasMore: ComputedRef<boolean>;
  isWaiting: ComputedRef<boolean>;
  isWaitingForMore: ComputedRef<boolean>;
  error: ComputedRef<Error | null>;
  loadMore: () => void;
  /** Shows it as it is now, from its beginning. */
  refresh: () => Promise<void>;
  /** Learns what these are like now, in their places. */
  look: (ticketIds: readonly number[]) => Promise<void>;
  /** Shows these in their places as they are given. */
  put: (rows: readonly Listed[]) => void;
}

/** A list of tickets whose rows stay where they are until somebody asks for what is new. */
export function useList(wanted: ComputedRef<Wanted>): List {
  const queries = useQueryClient();
  const key = computed(() => ["queue", keyOf(wanted.value)]);
  const incoming = shallowReactive(new Set<number>());
  const gone = shallowReactive(new Set<number>());

  const query = useInfiniteQuery<Page, Error, Pages, string[], Cursor>(
    computed(() => {
      const asked = wanted.value;
      return {
        queryKey: key.value,
        queryFn: ({ pageParam }) => listTickets(asked, { after: pageParam }),
        initialPageParam: null as Cursor,
        getNextPageParam: (page) => page.next,
        placeholderData: keepPreviousData,
        // It changes by `look` and `refresh` alone, so that no row jumps.
        staleTime: "static",
        gcTime: 15 * 60_000,
        structuralSharing: false,
        shallow: true,
      };
    }),
  );

  const tickets = computed<Listed[]>(() => {
    const seen = new Set<number>();
    const pages = query.data.value?.pages ?? [];
    return pages.flatMap((page) => page.tickets.filter((one) => !seen.has(one.ticket_id) && seen.add(one.ticket_id)));
  });
  const places = computed(() => new Map(tickets.value.map((one, at) => [one.ticket_id, at])));
  const hasMore = computed(() => query.hasNextPage.value);

  function put(rows: readonly Listed[]): void {
    const changed = new Map(rows.filter((one) => places.value.has(one.ticket_id)).map((one) => [one.ticket_id, one]));
    if (changed.size === 0) return;
    const anew = (page: Page): Page =>
      page.tickets.some((one) => changed.has(one.ticket_id))
        ? { ...page, tickets: page.tickets.map((one) => changed.get(one.ticket_id) ?? one) }
        : page;
    queries.setQueryData<Pages>(key.value, (old) => old && { ...old, pages: old.pages.map(anew) });
  }

  /** Those of the list that came, and would stand among what is shown. */
  function takeIn(rows: readonly Listed[]): void {
    const last = tickets.value.at(-1);
    for (const row of rows) {
      gone.delete(row.ticket_id);
      if (places.value.has(row.ticket_id)) continue;
      if (!hasMore.value || (last && wanted.value.sort && isBefore(row, last, wanted.value.sort))) {
        incoming.add(row.ticket_id);
      }
    }
    put(rows);
  }

  async function look(ticketIds: readonly number[]): Promise<void> {
    if (!query.data.value || ticketIds.length === 0) return;
    const asked = key.value;
    const ids = ticketIds.slice(0, MOST);
    const found = await listTickets(wanted.value, { ticket_ids: ids, max_results: MOST });
    const listed = new Set(found.tickets.map((one) => one.ticket_id));
    const left = ids.filter((id) => !listed.has(id));
    const shown = left.filter((id) => places.value.has(id));
    const rest = shown.length > 0 ? await listTickets(EVERYTHING, { ticket_ids: shown, max_results: MOST }) : null;
    if (asked !== key.value) return;
    takeIn(found.tickets);
    left.forEach((id) => incoming.delete(id));
    shown.forEach((id) => gone.add(id));
    if (rest) put(rest.tickets);
  }

  async function refresh(): Promise<void> {
    const asked = key.value;
    const page = await listTickets(wanted.value);
    queries.setQueryData<Pages>(asked, { pages: [page], pageParams: [null] });
    if (asked !== key.value) return;
    incoming.clear();
    gone.clear();
  }

  /** Of a list that was left a while ago: what is new, and what its first rows are like. */
  async function compare(): Promise<void> {
    if (!query.data.value || query.isPlaceholderData.value) return;
    const asked = key.value;
    const page = await listTickets(wanted.value);
    if (asked !== key.value) return;
    takeIn(page.tickets);
    const fresh = new Set(page.tickets.map((one) => one.ticket_id));
    await look(tickets.value.slice(0, MOST).flatMap((one) => (fresh.has(one.ticket_id) ? [] : [one.ticket_id])));
  }

  const heard = new Set<number>();
  let timer: ReturnType<typeof setTimeout> | undefined;
  function tell(): void {
    timer = undefined;
    if (document.hidden) return;
    const ids = [...heard];
    heard.clear();
    // What is refused or not reached now is looked at with the next event.
    void (ids.length > MOST ? compare() : look(ids)).catch(() => ids.forEach((id) => heard.add(id)));
  }
  const gather = () => (timer ??= setTimeout(tell, GATHER_MS));
  onLive("TicketUpdated", (event) => {
    if (event.ticket_id === null) return;
    heard.add(event.ticket_id);
    gather();
  });
  onLive("Reset", () => void compare().catch(() => null));
  const onShow = () => heard.size > 0 && gather();
  document.addEventListener("visibilitychange", onShow);
  onScopeDispose(() => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", onShow);
  });
  watch(
    key,
    () => {
      incoming.clear();
      gone.clear();
      // One that Back leads to is shown as it was, and then told what is new.
      if (queries.getQueryData(key.value)) void compare().catch(() => null);
    },
    { immediate: true, flush: "post" },
  );

  return {
    tickets,
    places,
    count: computed(() => query.data.value?.pages[0]?.count ?? null),
    incoming,
    gone,
    hasMore,
    isWaiting: computed(() => query.isPending.value || query.isPlaceholderData.value),
    isWaitingForMore: computed(() => query.isFetchingNextPage.value),
    error: computed(() => query.error.value),
    loadMore: () => void (hasMore.value && !query.isFetching.value && query.fetchNextPage()),
    refresh,
    look,
    put,
  };
}
