import type { TextFiles } from "./texts";

/** The rooms that only staff enter. */
export const staffTexts: TextFiles = import.meta.glob(["./{en,de,ar}/*.ts", "!./*/{account,app,login,portal}.ts"]);
