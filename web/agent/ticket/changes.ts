import { useQueryClient } from "@tanstack/vue-query";
import { computed, shallowReactive, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { api, rows } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { useTexts } from "@/texts/texts";
import { toast } from "@/ui/toasts";
import { ticketKey, type Opened, type Ticket } from "./ticket";

export interface Change {
  /** The control that shows it. */
  field: string;
  /** What the ticket is like as soon as it is asked for. */
  patch: Partial<Ticket>;
  /** What a person reads of it. */
  shown: string;
  send: (version: number) => Promise<unknown>;
  /** Takes it back, as long as it is the last one that can be. */
  back?: () => Change;
  /** Called when it is done. */
  done?: () => void;
}

/** Somebody else has changed the same. */
export interface Conflict {
  change: Change;
  now: Ticket;
}

export interface Changes {
  /** The ticket as it will be: what is being changed lies over what the server said. */
  ticket: ComputedRef<Ticket>;
  isPending: (field: string) => boolean;
  problemOf: (field: string) => Problem | undefined;
  forget: (field: string) => void;
  conflict: ShallowRef<Conflict | null>;
  change: (change: Change) => Promise<boolean>;
  /** Says what was done, and offers to take it back: by the toast, and by undo. */
  offerUndo: (shown: string, run: () => void, seconds?: number) => void;
  undo: ShallowRef<(() => void) | null>;
  /** The conflict's change once more, over what is there now; or not. */
  settle: (takeMine: boolean) => void;
}

/** Changes of a ticket: shown at once, one after the other on their way, and taken back with the reason where refused. */
export function useChanges(opened: Ref<Opened>): Changes {
  const queries = useQueryClient();
  const id = opened.value.ticket.ticket_id;
  const waiting = shallowReactive(new Map<Change, Partial<Ticket>>());
  const problems = shallowReactive(new Map<string, Problem>());
  const conflict = shallowRef<Conflict | null>(null);
  const undo = shallowRef<(() => void) | null>(null);
  const app = useTexts("app");
  const ticket = computed<Ticket>(() => Object.assign({}, opened.value.ticket, ...waiting.values()) as Ticket);
  let last: Promise<unknown> = Promise.resolve();

  /** Most verbs answer with the ticket. */
  function keep(answer: unknown): void {
    if (answer === null || typeof answer !== "object" || !("version" in answer)) return;
    const now = answer as Ticket;
    queries.setQueryData<Opened>(ticketKey(id), (old) => old && { ...old, ticket: { ...old.ticket, ...now } });
  }

  async function send(one: Change, seen: Ticket): Promise<boolean> {
    try {
      keep(await one.send(opened.value.ticket.version));
    } catch (error) {
      const problem = asProblem(error);
      if (problem.code !== "PD005") throw error;
      const now = (await rows(api.from("tickets").select("*").eq("ticket_id", id)))[0];
      if (!now) throw error;
      keep(now);
      const isSame = Object.keys(one.patch).every((key) => isEqual(now[key as keyof Ticket], seen[key as keyof Ticket]));
      if (!isSame) {
        conflict.value = { change: one, now };
        return false;
      }
      // Something else of the ticket has changed: this is as it was seen.
      keep(await one.send(now.version));
    }
    return true;
  }

  async function change(one: Change): Promise<boolean> {
    const seen = ticket.value;
    waiting.set(one, one.patch);
    problems.delete(one.field);
    const sent = last.then(() => send(one, seen));
    last = sent.catch(() => null);
    try {
      const isDone = await sent;
      if (isDone) one.done?.();
      const { back } = one;
      if (isDone && back) offerUndo(one.shown, () => void change(back()));
      void queries.invalidateQueries({ queryKey: ticketKey(id) });
      void queries.invalidateQueries({ queryKey: ["queue"] });
      void queries.invalidateQueries({ queryKey: ["views"] });
      return isDone;
    } catch (error) {
      problems.set(one.field, asProblem(error));
      return false;
    } finally {
      waiting.delete(one);
    }
  }

  function offerUndo(shown: string, run: () => void, seconds?: number): void {
    const once = (): void => {
      if (undo.value === once) undo.value = null;
      run();
    };
    undo.value = once;
    toast(shown, { seconds, action: { label: app.value.undo, run: once } });
  }

  function settle(takeMine: boolean): void {
    const found = conflict.value;
    conflict.value = null;
    if (found && takeMine) void change(found.change);
  }

  return {
    ticket,
    isPending: (field) => [...waiting.keys()].some((one) => one.field === field),
    problemOf: (field) => problems.get(field),
    forget: (field) => problems.delete(field),
    conflict,
    change,
    offerUndo,
    undo,
    settle,
  };
}

const isEqual = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
