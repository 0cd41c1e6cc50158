import { useQuery, useQueryClient } from "@tanstack/vue-query";
import type { ComputedRef, Ref } from "vue";
import { api, call, rows, type Row } from "@/api/client";
import { useTexts, type Texts } from "@/texts/texts";
import { toast } from "@/ui/toasts";
import { newKey } from "@/api/key";
import type { Desk } from "@/api/session";
import { useTicket } from "./context";
import { ticketKey } from "./ticket";

export type Macro = Row<"macros">;

/** What a macro would do, in words. */
export function describeActions(macro: Macro, words: Texts["ticket"], desk: Desk): string {
  const actions = Array.isArray(macro.actions) ? (macro.actions as { action: string; value?: unknown }[]) : [];
  return actions
    .map(({ action, value }) => {
      const name = (words.macroActions as Record<string, string>)[action] ?? action.replaceAll("_", " ");
      const label =
        desk.statuses.find((one) => action === "set_status" && one.status === value)?.label ??
        desk.priorities.find((one) => action === "set_priority" && one.priority === value)?.label ??
        (value === "@me" ? words.me : typeof value === "string" ? value : JSON.stringify(value ?? ""));
      return `${name}: ${label}`;
    })
    .join(" · ");
}

export interface Macros {
  list: Ref<Macro[] | undefined>;
  apply: (macro: Macro) => Promise<void>;
}

/** The macros that the caller may use, and the way to apply one to a ticket and to take that back. */
export function useMacros(enabled: Ref<boolean> | ComputedRef<boolean>): Macros {
  const t = useTexts("ticket");
  const queries = useQueryClient();
  const { id: ticketId, offerUndo } = useTicket();
  const { data } = useQuery({
    queryKey: ["macros"],
    queryFn: () => rows(api.from("macros").select("*").eq("is_active", true).order("position").limit(500)),
    enabled,
    staleTime: 60_000,
  });
  const renew = () => void queries.invalidateQueries({ queryKey: ticketKey(ticketId) });

  async function undo(firingId: number): Promise<void> {
    try {
      await call("undo_macro", { firing_id: firingId });
      toast(t.value.undone);
    } catch (error) {
      toast(t.value.notUndone, { error });
    }
    renew();
  }

  async function apply(macro: Macro): Promise<void> {
    try {
      const firing = await call("apply_macro", {
        rule_id: macro.rule_id,
        ticket_id: ticketId,
        idempotency_key: newKey(),
      });
      if (firing.outcome === "unchanged") toast(t.value.macroUnchanged(macro.name));
      else if (firing.can_undo) offerUndo(t.value.macroApplied(macro.name), () => void undo(firing.firing_id));
      else toast(t.value.macroApplied(macro.name));
    } catch (error) {
      toast(t.value.macroRefused(macro.name), { error });
    }
    renew();
  }

  return { list: data, apply };
}
