import { ORIGIN } from "@/app/prefix";
import { loadPart } from "@/ui/parts";
import { computed, shallowReactive, type ComputedRef } from "vue";
import { language } from "./language";
import { direction, type Language } from "./languages";

/** The texts of each room; English is complete by definition, others are checked against it by their type. */
export interface Texts {
  account: typeof import("./en/account").default;
  admin: typeof import("./en/admin").default;
  app: typeof import("./en/app").default;
  conditions: typeof import("./en/conditions").default;
  create: typeof import("./en/create").default;
  desk: typeof import("./en/desk").default;
  embed: typeof import("./en/embed").default;
  editors: typeof import("./en/editors").default;
  forms: typeof import("./en/forms").default;
  help: typeof import("./en/help").default;
  login: typeof import("./en/login").default;
  portal: typeof import("./en/portal").default;
  queue: typeof import("./en/queue").default;
  ticket: typeof import("./en/ticket").default;
  reports: typeof import("./en/reports").default;
  rules: typeof import("./en/rules").default;
  writing: typeof import("./en/writing").default;
}
export type Room = keyof Texts;

export interface TextFile {
  default: Texts[Room];
}
type TextFiles = Record<string, () => Promise<TextFile>>;
let files: TextFiles = import.meta.glob<TextFile>("./{en,de,ar}/{account,app,create,forms,login,portal}.ts");
const loaded = shallowReactive(new Map<string, Texts[Room]>());

/** Where more rooms have their texts. */
export function knowTexts(more: TextFiles): void {
  files = { ...files, ...more };
}

/** Loads the texts of rooms in the language in force. */
export async function loadTexts(rooms: readonly Room[]): Promise<void> {
  await Promise.all(rooms.map((room) => loadOne(language.value, room)));
}

/** Changes the language of all that is shown. */
export async function setLanguage(next: Language): Promise<void> {
  const rooms = new Set([...loaded.keys()].map((key) => key.split("/")[1] as Room)).add("app");
  const load = () => Promise.all([...rooms].map((room) => loadOne(next, room)));
  // At first the page is just being loaded.
  await (loaded.size ? loadPart(load) : load());
  language.value = next;
  if (ORIGIN) return;
  document.documentElement.lang = next;
  document.documentElement.dir = direction(next);
}

export const loadedTexts = <R extends Room>(room: R): Texts[R] | undefined =>
  loaded.get(`${language.value}/${room}`) as Texts[R] | undefined;

/** The texts of a room that its route has loaded (meta.texts). */
export function useTexts<R extends Room>(room: R): ComputedRef<Texts[R]> {
  return computed(() => {
    const texts = loadedTexts(room);
    if (!texts) throw new Error(`texts of ${room} are not loaded`);
    return texts;
  });
}

async function loadOne(of: Language, room: Room): Promise<void> {
  const key = `${of}/${room}`;
  if (loaded.has(key)) return;
  const file = files[`./${of}/${room}.ts`];
  if (!file) throw new Error(`there are no texts of ${room} in ${of}`);
  loaded.set(key, (await file()).default);
}
