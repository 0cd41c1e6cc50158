import { onScopeDispose, ref, watch, type Ref } from "vue";
import { call } from "@/api/client";
import { onLive } from "@/api/live";
import { session } from "@/api/session";

export interface Other {
  person_id: number;
  name: string;
  is_replying: boolean;
}
const EVERY_MS = 15_000;

/** Tells others that this ticket is looked at, or answered, and who else does. */
export function usePresence(ticketId: number, present: Other[], isReplying: Ref<boolean>): Ref<Other[]> {
  const others = ref<Other[]>(present);
  const me = session.value?.person.person_id;

  async function share(): Promise<void> {
    if (document.hidden) return;
    const told = await call("share_presence", { ticket_id: ticketId, is_replying: isReplying.value }).catch(() => null);
    if (told) others.value = (told as unknown as { others: Other[] }).others;
  }
  // The first is left to when the ticket stands; opening it waits for nothing.
  const begun = setTimeout(() => void share(), 500);
  const timer = setInterval(() => void share(), EVERY_MS);
  watch(isReplying, () => void share());
  onLive("Presence", ({ ticket_id: id, people }) => {
    if (id === ticketId) others.value = people.filter((one) => one.person_id !== me);
  });
  onScopeDispose(() => {
    clearTimeout(begun);
    clearInterval(timer);
  });
  return others;
}
