import { watchEffect } from "vue";
import { desk } from "@/api/session";

/** What the window is called while the page stands. */
export function useTitle(title: () => string): void {
  watchEffect(() => {
    document.title = `${title()} · ${desk.value.branding.name}`;
  });
}
