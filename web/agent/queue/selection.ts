import { computed, ref, shallowReactive, type ComputedRef, type Ref } from "vue";

export interface Selection {
  ids: ReadonlySet<number>;
  /** All of the list, also what is not loaded. */
  isAll: Ref<boolean>;
  isEmpty: ComputedRef<boolean>;
  toggle: (id: number) => void;
  /** From where one began to `id`, as listed. */
  extend: (id: number, listed: readonly number[]) => void;
  /** All that is loaded; the second time everything. */
  all: (listed: readonly number[], hasMore: boolean) => void;
  clear: () => void;
}

export function useSelection(): Selection {
  const ids = shallowReactive(new Set<number>());
  const isAll = ref(false);
  let anchor: number | undefined;
  // What the last range took in: a range that shrinks gives it back.
  let range: number[] = [];

  function toggle(id: number): void {
    isAll.value = false;
    range = [];
    anchor = id;
    if (!ids.delete(id)) ids.add(id);
  }

  function extend(id: number, listed: readonly number[]): void {
    isAll.value = false;
    const from = anchor === undefined ? -1 : listed.indexOf(anchor);
    const to = listed.indexOf(id);
    if (from < 0 || to < 0) {
      anchor = id;
      range = [id];
    } else {
      range.forEach((one) => ids.delete(one));
      range = listed.slice(Math.min(from, to), Math.max(from, to) + 1);
    }
    range.forEach((one) => ids.add(one));
  }

  function all(listed: readonly number[], hasMore: boolean): void {
    isAll.value = hasMore && listed.length > 0 && listed.every((id) => ids.has(id));
    listed.forEach((id) => ids.add(id));
  }

  function clear(): void {
    ids.clear();
    isAll.value = false;
    anchor = undefined;
    range = [];
  }

  return { ids, isAll, isEmpty: computed(() => ids.size === 0), toggle, extend, all, clear };
}
