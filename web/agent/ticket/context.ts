import { inject, provide, type InjectionKey, type Ref } from "vue";
import { useChanges, type Changes } from "./changes";
import type { Opened } from "./ticket";

/** What all parts of an open ticket share. */
export interface Context extends Changes {
  id: number;
  opened: Ref<Opened>;
}

const KEY: InjectionKey<Context> = Symbol("ticket");

export function provideTicket(opened: Ref<Opened>): Context {
  const context = { id: opened.value.ticket.ticket_id, opened, ...useChanges(opened) };
  provide(KEY, context);
  return context;
}

export function useTicket(): Context {
  const context = inject(KEY);
  if (!context) throw new Error("no ticket is open here");
  return context;
}
