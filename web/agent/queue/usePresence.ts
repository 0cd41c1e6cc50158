import { onScopeDispose, type ComputedRef } from "vue";
import { api, rows } from "@/api/client";
import { session } from "@/api/session";

const EVERY_MS = 20_000;

/** Asks now and then who looks at these tickets, and has those looked at where that changed. */
export function usePresence(ticketIds: ComputedRef<number[]>, look: (ticketIds: number[]) => Promise<void>): void {
  let before = new Map<number, string>();

  async function ask(): Promise<void> {
    if (document.hidden || ticketIds.value.length === 0) return;
    const found = await rows(
      api
        .from("ticket_presence")
        .select("ticket_id,person_id,is_replying")
        .in("ticket_id", ticketIds.value)
        .neq("person_id", session.value?.person.person_id ?? 0)
        .order("person_id"),
    );
    const now = new Map<number, string>();
    for (const one of found) now.set(one.ticket_id, `${now.get(one.ticket_id) ?? ""} ${one.person_id} ${one.is_replying}`);
    const changed = [...new Set([...before.keys(), ...now.keys()])].filter((id) => before.get(id) !== now.get(id));
    before = now;
    if (changed.length > 0) await look(changed);
  }

  const timer = setInterval(() => void ask().catch(() => null), EVERY_MS);
  onScopeDispose(() => clearInterval(timer));
}
