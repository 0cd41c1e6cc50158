import { ref } from "vue";

/** What a person has chosen for these pages. */
export interface Preferences {
  theme?: "light" | "dark" | "system";
  density?: "comfortable" | "compact";
  language?: string;
  /** By action; "": none. */
  keys?: Record<string, string>;
  single_keys?: boolean;
}

export const preferences = ref<Preferences>({});
