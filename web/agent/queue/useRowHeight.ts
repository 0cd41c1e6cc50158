import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";
import { preferences } from "@/api/preferences";

/** Below it rows have two lines in place of columns: as TicketGrid's container queries. */
const NARROW = 720;

/** Pixels of a row of the list: as the person has chosen, and more where there is no room for columns. */
export function useRowHeight(list: Ref<HTMLElement | null>): ComputedRef<number> {
  const width = ref(innerWidth);
  const observer = new ResizeObserver(([entry]) => (width.value = entry?.contentRect.width ?? width.value));
  watch(list, (element) => {
    observer.disconnect();
    if (element) observer.observe(element);
  });
  onScopeDispose(() => observer.disconnect());
  return computed(() => (width.value < NARROW ? 84 : preferences.value.density === "compact" ? 36 : 48));
}
