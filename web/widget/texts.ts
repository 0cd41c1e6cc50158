import { choose, direction, type Language } from "@/texts/languages";
import arabic from "@/texts/ar/widget";
import german from "@/texts/de/widget";
import english from "@/texts/en/widget";

export type Texts = typeof english;

const ALL: Record<Language, Texts> = { ar: arabic, de: german, en: english };

export const textsIn = (language: Language): Texts => ALL[language];

export { choose, direction, type Language };
