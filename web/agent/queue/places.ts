/** Where somebody was in lists of this window: Back leads there. */
export interface Place {
  here: number | null;
  offset: number;
}

const KEPT = 20;
const places = new Map<string, Place>();

export function keepPlace(list: string, place: Place): void {
  places.delete(list);
  places.set(list, place);
  if (places.size > KEPT) places.delete(places.keys().next().value ?? "");
}

export const placeOf = (list: string): Place => places.get(list) ?? { here: null, offset: 0 };

export function forgetPlace(list: string): void {
  places.delete(list);
}
