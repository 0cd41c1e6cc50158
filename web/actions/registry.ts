import { computed, onScopeDispose, shallowReactive, type ComputedRef } from "vue";
import { preferences } from "@/api/preferences";

/** Where an action is offered; the innermost that stands wins a key. */
export const SCOPES = ["everywhere", "list", "ticket", "composer"] as const;
export type Scope = (typeof SCOPES)[number];

/** What can be done here: one entry feeds keys, palette, help, menus and aria-keyshortcuts. */
export interface Action {
  /** Stable; people remap keys by it. */
  id: string;
  label: string;
  scope: Scope;
  /** "Mod+K", "G T" (one after the other), "Shift+J", "?"; more than one: any of them. */
  keys?: readonly string[];
  /** Its keys work while somebody writes, too (with Mod or Alt only). */
  inInputs?: boolean;
  /** Not in the palette: what only moves about. */
  isHidden?: boolean;
  /** Whether it can be done now; without it always. */
  isOffered?: () => boolean;
  run: () => void;
}

type Source = ComputedRef<readonly Action[]>;
const sources = shallowReactive<Source[]>([]);

/** Offers actions as long as the component stands. */
export function useActions(actions: () => readonly Action[]): void {
  const source = computed(actions);
  sources.push(source);
  onScopeDispose(() => sources.splice(sources.indexOf(source), 1));
}

/** All that stands, innermost scope first; of one scope the last that came first. */
export const actions = computed<readonly Action[]>(() =>
  sources
    .flatMap((source) => source.value)
    .reverse()
    .sort((a, b) => SCOPES.indexOf(b.scope) - SCOPES.indexOf(a.scope)),
);

/** An action's keys as they are in force for this person. */
export function keysOf(action: Action): readonly string[] {
  const chosen = preferences.value.keys?.[action.id];
  const keys = chosen === undefined ? (action.keys ?? []) : chosen === "" ? [] : [chosen];
  return preferences.value.single_letter_keys === false ? keys.filter((key) => /^(Mod|Alt)\+/.test(key)) : keys;
}

/** Keys that two actions of one scope have. */
export function clashes(of: readonly Action[]): string[] {
  const taken = new Map<string, string>();
  return of.flatMap((action) =>
    (action.keys ?? []).flatMap((key) => {
      const place = `${action.scope} ${key}`;
      const other = taken.get(place);
      taken.set(place, action.id);
      return other && other !== action.id ? [`${place}: ${other}, ${action.id}`] : [];
    }),
  );
}
