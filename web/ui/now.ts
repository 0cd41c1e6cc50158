import { ref } from "vue";

/** The time, every half minute, for all that counts down. */
export const now = ref(Date.now());

setInterval(() => {
  if (!document.hidden) now.value = Date.now();
}, 30_000);
document.addEventListener("visibilitychange", () => (now.value = Date.now()));
