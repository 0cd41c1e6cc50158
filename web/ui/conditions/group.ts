import { computed, shallowRef, watch, type WritableComputedRef } from "vue";
import type { Json } from "@/api/client";
import { saved, toGroup, type Group } from "./conditions";

/** Conditions as a group that is edited, over what is saved of them. */
export function useGroup(json: { get: () => Json; set: (json: Json) => void }): WritableComputedRef<Group> {
  const group = shallowRef(toGroup(json.get()));
  watch(json.get, (now) => {
    if (JSON.stringify(saved(group.value)) !== JSON.stringify(now)) group.value = toGroup(now);
  });
  return computed({
    get: () => group.value,
    set: (next) => {
      group.value = next;
      json.set(saved(next));
    },
  });
}
