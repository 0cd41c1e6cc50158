import { ref } from "vue";

/** What a screen reader is told when the page changes by itself. */
export const announcement = ref("");

export function announce(text: string): void {
  announcement.value = "";
  requestAnimationFrame(() => (announcement.value = text));
}
