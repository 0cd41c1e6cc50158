import { inject, provide, type InjectionKey, type Ref } from "vue";
import { useChanges, type Changes } from "./changes";
import type { Opened } from "./ticket";

/** What all parts of an open ticket share. */
export interface Context extends Changes {
  id: number;
  opened: Ref<Opened>;
  /** Whether the caller may call a verb on it now. */
  can: (verb: string) => boolean;
}

const KEY: InjectionKey<Context> = Symbol("ticket");

export function provideTicket(opened: Ref<Opened>): Context {
  const context: Context = {
    id: opened.value.ticket.ticket_id,
    opened,
    can: (verb) => opened.value.allowed.verbs.includes(verb),
    ...useChanges(opened),
  };
  provide(KEY, context);
  return context;
}

export function useTicket(): Context {
  const context = inject(KEY);
  if (!context) throw new Error("no ticket is open here");
  return context;
}
