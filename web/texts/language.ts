import { ref } from "vue";
import type { Language } from "./languages";

/** What the pages speak now. */
export const language = ref<Language>("en");
