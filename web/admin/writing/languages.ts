import { computed } from "vue";
import { desk } from "@/api/session";
import { language } from "@/texts/language";

/** Languages to write in: those that there are, and those that the desk's pages speak. */
export function useLanguages(there: () => readonly string[]) {
  return computed(() => {
    const names = new Intl.DisplayNames([language.value], { type: "language" });
    const offered = desk.value.settings.page_languages;
    const tags = new Set([...there(), ...(Array.isArray(offered) ? (offered as string[]) : ["en"])]);
    return [...tags].sort().map((tag) => ({ tag, name: names.of(tag) ?? tag }));
  });
}
