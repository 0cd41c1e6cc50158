import type { TextFile } from "./texts";

/** The room that only pages of other sites have. */
export const embeddedTexts = import.meta.glob<TextFile>("./{en,de,ar}/embed.ts");
