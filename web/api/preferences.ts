import { ref } from "vue";

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
