import { inject, provide, shallowRef, type InjectionKey, type ShallowRef } from "vue";
import type { Line } from "./ticket";

/** What is asked of the agent over the ticket. */
export type Asked =
  | { name: "merge" | "link" | "delete" | "requester" | "participant" | "escalate" | "conversation" | "approval" }
  | { name: "split" | "edit" | "removeMessage" | "mail"; line: Line }
  | { name: "schedule"; body: string };

const KEY: InjectionKey<ShallowRef<Asked | null>> = Symbol("asked");

/** Which dialog is open; one at a time. */
export function provideDialogs(): ShallowRef<Asked | null> {
  const asked = shallowRef<Asked | null>(null);
  provide(KEY, asked);
  return asked;
}

export function useDialogs(): ShallowRef<Asked | null> {
  const asked = inject(KEY);
  if (!asked) throw new Error("no ticket is open here");
  return asked;
}
