import type { TextFile } from "./texts";

/** The rooms that only staff enter. */
export const staffTexts = import.meta.glob<TextFile>(["./{en,de,ar}/*.ts", "!./*/{account,app,create,embed,forms,login,portal}.ts"]);
