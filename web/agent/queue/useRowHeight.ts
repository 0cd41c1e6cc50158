import { computed, onScopeDispose, ref, type ComputedRef } from "vue";
import { preferences } from "@/api/preferences";

const NARROW = matchMedia("(width < 800px)");

/** Pixels of a row: as the person has chosen, and two lines where there is no room for columns. */
export function useRowHeight(): ComputedRef<number> {
  const isNarrow = ref(NARROW.matches);
  const onChange = (event: MediaQueryListEvent) => (isNarrow.value = event.matches);
  NARROW.addEventListener("change", onChange);
  onScopeDispose(() => NARROW.removeEventListener("change", onChange));
  return computed(() => (isNarrow.value ? 84 : preferences.value.density === "compact" ? 36 : 48));
}
