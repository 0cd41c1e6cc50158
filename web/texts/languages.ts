export const LANGUAGES = { en: "English", de: "Deutsch", ar: "العربية" } as const;
export type Language = keyof typeof LANGUAGES;

export const isLanguage = (tag: string): tag is Language => tag in LANGUAGES;

export const direction = (language: Language): "ltr" | "rtl" => (language === "ar" ? "rtl" : "ltr");

/** The first of these BCP 47 tags that the pages speak, else English. */
export function choose(tags: readonly (string | null | undefined)[]): Language {
  for (const tag of tags) {
    const main = tag?.toLowerCase().split("-")[0] ?? "";
    if (isLanguage(main)) return main;
  }
  return "en";
}
