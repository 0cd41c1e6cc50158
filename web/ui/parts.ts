import { ORIGIN, PREFIX } from "@/app/prefix";
import { offline, Problem, problemOf } from "@/api/problem";
import { loadAnew } from "./leaving";

/** Throws Problem where the server is not reached. */
async function reach(): Promise<void> {
  const answer = await fetch(`${PREFIX}/`, { cache: "no-store", headers: { Accept: "text/html" } }).catch(() => {
    throw offline();
  });
  if (!answer.ok) throw await problemOf(answer);
}

const LOADED_ANEW = "pgdesk-loaded-anew";
const ONCE_IN_MS = 60_000;

/** Loads a part of the pages. Where it is gone by a deployment, or the browser remembers that it failed, as browsers do as
 *  long as the page stands, the page is loaded anew, once. Throws Problem. */
export async function loadPart<T>(load: () => Promise<T>): Promise<T> {
  if (!navigator.onLine) throw offline();
  const part = await load().catch(() => null);
  if (part !== null) return part;
  if (ORIGIN) throw offline();
  await reach();
  const last = Number(sessionStorage.getItem(LOADED_ANEW));
  if (Date.now() - last < ONCE_IN_MS) throw new Problem(0, { code: "page", message: "A file of these pages is missing." });
  sessionStorage.setItem(LOADED_ANEW, String(Date.now()));
  loadAnew();
  return new Promise(() => undefined);
}

/** Loads what is asked for later, if it can be had now. */
export async function preload(load: () => Promise<unknown>): Promise<void> {
  if (navigator.onLine) await load().catch(() => null);
}

/** The page at `place` as a whole, where one of its parts was not there. Throws Problem where the server is not reached. */
export async function goAnew(place: string): Promise<void> {
  await reach();
  loadAnew(PREFIX + place);
}
