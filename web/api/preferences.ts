import { ref } from "vue";
import { ask } from "./send";

/** What a person has chosen for these pages: see /rest/preferences. */
export interface Preferences {
  theme?: "default" | "light" | "dark" | "system";
  density?: "comfortable" | "compact";
  /** By action; "": none. */
  keys?: Record<string, string>;
  single_letter_keys?: boolean;
  /** Columns by list. */
  list_columns?: Record<string, string[]>;
  start_view?: string;
  after_send?: "stay" | "next" | "list";
  after_resolve?: "stay" | "next" | "list";
  folded_sections?: string[];
  desktop_notices?: boolean;
}

export const preferences = ref<Preferences>({});

/** In force at once; as it was where the API refuses it. Throws Problem. */
export async function setPreferences(chosen: Preferences): Promise<void> {
  const before = preferences.value;
  preferences.value = { ...before, ...chosen };
  try {
    // What is chosen in the moment before the page is left arrives, too.
    preferences.value = await ask("/rest/rpc/set_preferences", { preferences: chosen }, "POST", { keepalive: true });
  } catch (error) {
    preferences.value = before;
    throw error;
  }
}
