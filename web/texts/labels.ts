import { loadedTexts } from "./texts";

/** What a row that ships is called in the language in force ("in_progress" ships as "In progress"), unless administrators have called it otherwise. */
export function inWords(key: string, label: string): string {
  const shipped = `${key.charAt(0).toUpperCase()}${key.slice(1)}`.replaceAll("_", " ");
  return (label === shipped && loadedTexts("app")?.labels[key]) || label;
}
