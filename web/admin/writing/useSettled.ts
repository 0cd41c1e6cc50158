import { ref, watch } from "vue";

/** What was typed, once nobody types any more. */
export function useSettled<T>(typed: () => T) {
  const settled = ref(JSON.stringify(typed()));
  let typing: ReturnType<typeof setTimeout>;
  watch(
    () => JSON.stringify(typed()),
    (text) => {
      clearTimeout(typing);
      typing = setTimeout(() => (settled.value = text), 400);
    },
  );
  return settled;
}
