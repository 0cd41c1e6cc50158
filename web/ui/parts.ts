import { PREFIX } from "@/app/prefix";
import { offline, Problem, problemOf } from "@/api/problem";
import { loadAnew } from "./leaving";

// Browsers remember an import that failed as long as the page stands, and with it what it had asked for: so it is asked
// first whether the server answers, and whether it still has the files of this page.

/** Whether the pages are those that were loaded; they are others after a deployment. Throws Problem. */
async function areCurrent(): Promise<boolean> {
  const answer = await fetch(`${PREFIX}/`, { cache: "no-store", headers: { Accept: "text/html" } }).catch(() => {
    throw offline();
  });
  if (!answer.ok) throw await problemOf(answer);
  const script = document.querySelector<HTMLScriptElement>("script[type=module][src]");
  return (await answer.text()).includes(script?.src.split("/").at(-1) ?? "");
}

const LOADED_ANEW = "pgdesk-loaded-anew";
const ONCE_IN_MS = 60_000;

/** Loads a part of the pages. Where they were deployed anew, or the browser remembers a failure, the page is loaded anew,
 *  once. Throws Problem. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  if (await areCurrent()) {
    const part = await load().catch(() => null);
    if (part !== null) return part;
  }
  const last = Number(sessionStorage.getItem(LOADED_ANEW));
  if (Date.now() - last < ONCE_IN_MS) throw new Problem(0, { code: "page", message: "A file of these pages is missing." });
  sessionStorage.setItem(LOADED_ANEW, String(Date.now()));
  loadAnew();
  return new Promise(() => undefined);
}

/** Loads what is asked for later, if it can be had now. */
export async function preload(...loads: (() => Promise<unknown>)[]): Promise<void> {
  if (await areCurrent().catch(() => false)) await Promise.allSettled(loads.map((load) => load()));
}

/** The page at `place` as a whole, where one of its parts was not there. Throws Problem where the server is not reached. */
export async function goAnew(place: string): Promise<void> {
  await areCurrent();
  loadAnew(PREFIX + place);
}
