import { watchEffect } from "vue";
import { ORIGIN } from "@/app/prefix";
import { desk } from "@/api/session";

/** What the window is called while the page stands; that of another site keeps its name. */
export function useTitle(title: () => string): void {
  if (ORIGIN) return;
  watchEffect(() => {
    document.title = `${title()} · ${desk.value.branding.name}`;
  });
}
