import { onScopeDispose } from "vue";

/** What asks before the page is left; each resolves whether it may be. */
const asking = new Set<() => Promise<boolean>>();
let isFree = false;

/** Whether nothing that is open would be lost, or its person wants it so. */
export async function mayLeave(): Promise<boolean> {
  for (const ask of asking) if (!(await ask())) return false;
  return true;
}

/** Asks before the page is left by its links, as long as the component stands; the browser asks before it closes the page. */
export function askBeforeLeaving(isChanged: () => boolean, ask: () => Promise<boolean>): void {
  const unload = (event: BeforeUnloadEvent): void => {
    if (isChanged() && !isFree) event.preventDefault();
  };
  asking.add(ask);
  addEventListener("beforeunload", unload);
  onScopeDispose(() => {
    asking.delete(ask);
    removeEventListener("beforeunload", unload);
  });
}

/** Loads the pages anew, at a place of them; what is typed is kept, so nobody is asked. */
export function loadAnew(place = location.href): void {
  isFree = true;
  if (place === location.href) location.reload();
  else location.assign(place);
}
