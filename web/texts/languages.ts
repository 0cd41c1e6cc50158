export const LANGUAGES = { en: "English", de: "Deutsch", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

export const isLanguage = (tag: string): tag is Language => tag in LANGUAGES;

export const direction = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

/** The first of these BCP 47 tags that the pages speak and the desk offers, else English. */
export function choose(tags: readonly (string | null | undefined)[], offered?: unknown): Language {
  for (const tag of tags) {
    const main = tag?.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(main) && (!Array.isArray(offered) || offered.includes(main))) return main;
  }
  return "en";
}
