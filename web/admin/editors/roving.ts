import { ref } from "vue";

const STEPS: Record<string, readonly [row: number, column: number]> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

export interface Place {
  row: number;
  column: number;
}

/** A table with one place that Tab leads to; arrow keys go on from there. Cells say where they are by data-place. */
export function useRoving(rows: () => number, columns: () => number) {
  const place = ref<Place>({ row: 0, column: 0 });

  function stepped(event: KeyboardEvent): Place | null {
    const step = STEPS[event.key];
    if (!step) return null;
    const isMirrored = getComputedStyle(event.currentTarget as Element).direction === "rtl";
    const within = (at: number, count: number) => Math.min(Math.max(at, 0), count - 1);
    return {
      row: within(place.value.row + step[0], rows()),
      column: within(place.value.column + (isMirrored ? -step[1] : step[1]), columns()),
    };
  }

  function go(table: Element, to: Place): void {
    place.value = to;
    table.querySelector<HTMLElement>(`[data-place="${to.row} ${to.column}"]`)?.focus();
  }

  const isHere = (row: number, column: number): boolean => place.value.row === row && place.value.column === column;

  return { place, stepped, go, isHere };
}
