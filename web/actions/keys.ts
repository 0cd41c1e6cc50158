import { onScopeDispose } from "vue";
import { useTexts } from "@/texts/texts";
import { toast } from "@/ui/toasts";
import { actions, keysOf, type Action } from "./registry";

const SEQUENCE_MS = 1000;
export const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

/** Runs actions by their keys as long as the component stands; says so where one cannot be done now. */
export function useKeys(): void {
  const t = useTexts("app");
  let before = "";
  let beforeAt = 0;

  function onKeydown(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.isComposing || event.repeat && !/^(Arrow|.$)/.test(event.key)) return;
    const key = keyOf(event);
    if (!key) return;
    const isWriting = isEditable(event.target);
    // An open dialog or menu has its own keys.
    if (!isWriting && isWithinLayer(event.target)) return;
    const sequence = before && event.timeStamp - beforeAt < SEQUENCE_MS ? `${before} ${key}` : "";
    const isWanted = (action: Action): boolean => action.isOffered?.() ?? true;
    const action = (sequence && find(sequence, isWriting, isWanted)) || find(key, isWriting, isWanted);
    before = action || isWriting ? "" : key;
    beforeAt = event.timeStamp;
    if (!action) {
      const barred = isWriting ? undefined : find(sequence || key, false, (one) => !one.isHidden);
      if (barred) toast(t.value.notOffered(barred.label));
      return;
    }
    event.preventDefault();
    action.run();
  }

  document.addEventListener("keydown", onKeydown);
  onScopeDispose(() => document.removeEventListener("keydown", onKeydown));
}

function find(key: string, isWriting: boolean, isWanted: (action: Action) => boolean): Action | undefined {
  return actions.value.find(
    (action) =>
      (!isWriting || (action.inInputs && /^(Mod|Alt)\+/.test(key))) &&
      keysOf(action).includes(key) &&
      isWanted(action),
  );
}

/** "Mod+Shift+Enter", "Alt+R", "Shift+J", "J", "?". */
export function keyOf(event: KeyboardEvent): string {
  const { key, code } = event;
  if (["Control", "Meta", "Alt", "Shift", "Dead", "AltGraph", "Process"].includes(key)) return "";
  // AltGr, which is Ctrl and Alt to some systems, makes signs: @ of many keyboards.
  const isSign = event.getModifierState("AltGraph");
  const mod = (isMac ? event.metaKey : event.ctrlKey) && !isSign;
  const parts = [mod && "Mod", event.altKey && !isSign && "Alt"].filter(Boolean);
  // With Alt, keyboards give other signs: the key's place counts.
  const letter = /^Key([A-Z])$/.exec(code)?.[1];
  // With Shift, the comma's key gives another sign, which differs by keyboard.
  if (mod && event.shiftKey && code === "Comma") return [...parts, "Shift", ","].join("+");
  const name = event.altKey && !isSign && letter ? letter : key === " " ? "Space" : key.length === 1 ? key.toUpperCase() : key;
  const hasShift = event.shiftKey && (key.length > 1 || /[a-z]/i.test(key));
  return [...parts, hasShift && "Shift", name].filter(Boolean).join("+");
}

function isEditable(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable || target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement) return true;
  return target instanceof HTMLInputElement && !["checkbox", "radio", "button", "submit", "range"].includes(target.type);
}

const isWithinLayer = (target: EventTarget | null): boolean =>
  target instanceof Element && target.closest("dialog[open], [role=menu], [role=listbox]") !== null;

/** As it is shown: "Ctrl+K", "⌘K". */
export function showKey(key: string): string {
  const mod = isMac ? "⌘" : "Ctrl+";
  return key.replace("Mod+", mod).replace("ArrowDown", "↓").replace("ArrowUp", "↑");
}

/** For aria-keyshortcuts. */
export const ariaKeys = (keys: readonly string[]): string | undefined =>
  keys.map((key) => key.replace("Mod", isMac ? "Meta" : "Control")).join(" ") || undefined;
