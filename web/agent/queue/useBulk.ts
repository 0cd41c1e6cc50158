import { shallowReactive, shallowRef, type ComputedRef, type Ref, type ShallowRef } from "vue";
import { desk, session } from "@/api/session";
import { useTexts } from "@/texts/texts";
import { closeToast, toast } from "@/ui/toasts";
import { useColleagues } from "../colleagues";
import { applyMacro, changeTickets, foresee, undoMacros, undoReplies, wayBack, type Action, type Done, type Refusal, type Target } from "./bulk";
import { setOf, type Listed, type Wanted } from "./listing";
import type { Selection } from "./selection";
import type { List } from "./useList";

const MOST_MACROS = 100;
const MOST_UNDONE = 1000;

export interface Bulk {
  /** On their way. */
  pending: ReadonlySet<number>;
  /** What stayed as it was, for people to read; null: nothing. */
  refused: ShallowRef<{ refused: Refusal[]; changed: number } | null>;
  change: (action: Action) => Promise<void>;
  macro: (ruleId: number, name: string) => Promise<void>;
  /** Tells what became of replies. */
  replied: (done: Done & { messages: number[] }) => void;
  undo: () => void;
  canUndo: Ref<boolean>;
}

/** Changes of many tickets: shown at once, taken back where they are refused. */
export function useBulk(list: List, selection: Selection, wanted: ComputedRef<Wanted>): Bulk {
  const t = useTexts("queue");
  const pending = shallowReactive(new Set<number>());
  const refused = shallowRef<{ refused: Refusal[]; changed: number } | null>(null);
  const back = shallowRef<(() => Promise<unknown>) | null>(null);
  const canUndo = shallowRef(false);
  let told = 0;
  const colleagues = useColleagues(() => !selection.isEmpty.value);
  const nameOf = (id: number) =>
    id === session.value?.person.person_id
      ? session.value.person.name
      : (colleagues.data.value?.find((one) => one.person_id === id)?.name ?? "");
  const rowsOf = (ids: Iterable<number>): Listed[] =>
    [...ids].flatMap((id) => list.tickets.value[list.places.value.get(id) ?? -1] ?? []);

  function tell(text: string, done: Done, undo: (() => Promise<unknown>) | null): void {
    if (done.refused.length > 0) refused.value = { refused: done.refused, changed: done.changed.length };
    back.value = undo;
    canUndo.value = undo !== null;
    if (done.changed.length > 0 || done.refused.length === 0) {
      told = toast(text, undo ? { action: { label: t.value.undo, run: takeBack } } : {});
    }
  }

  function takeBack(): void {
    const run = back.value;
    closeToast(told);
    back.value = null;
    canUndo.value = false;
    if (!run) return;
    run()
      .then(() => toast(t.value.undone))
      .catch((error: unknown) => toast(t.value.notUndone, { error }));
  }

  async function perform<D extends Done>(rows: readonly Listed[], run: () => Promise<D>): Promise<D | null> {
    const ids = rows.map((one) => one.ticket_id);
    ids.forEach((id) => pending.add(id));
    try {
      return await run();
    } catch (error) {
      list.put(rows);
      toast(t.value.notChanged, { error });
      return null;
    } finally {
      ids.forEach((id) => pending.delete(id));
      void list.look(ids).catch(() => null);
    }
  }

  async function change(action: Action): Promise<void> {
    const rows = rowsOf(selection.ids);
    const target: Target = selection.isAll.value ? all() : { ticket_ids: [...selection.ids] };
    list.put(rows.map((row) => foresee(row, action, desk.value, nameOf)));
    const done = await perform(rows, () => changeTickets(target, [action]));
    if (!done) return;
    const changed = new Set(done.changed);
    const known = rows.filter((row) => changed.has(row.ticket_id));
    const steps = known.length === changed.size && known.length <= MOST_UNDONE ? wayBack(action, known) : [];
    const undo = steps.length === 0 ? null : () => undoSteps(steps, known);
    tell(t.value.changedCount(done.changed.length), done, undo);
  }

  async function undoSteps(steps: ReturnType<typeof wayBack>, rows: readonly Listed[]): Promise<void> {
    const left: Refusal[] = [];
    for (const step of steps) left.push(...(await changeTickets(step.target, step.actions)).refused);
    await list.look(rows.map((one) => one.ticket_id));
    if (left.length > 0) refused.value = { refused: left, changed: rows.length - left.length };
  }

  /** All of the list; an empty condition holds for every ticket. */
  function all(): Target {
    const set = setOf(wanted.value);
    return Object.keys(set).length > 0 ? set : { conditions: {} };
  }

  async function macro(ruleId: number, name: string): Promise<void> {
    const rows = rowsOf(selection.ids).slice(0, MOST_MACROS);
    const ids = rows.map((one) => one.ticket_id);
    const done = await perform(rows, () => applyMacro(ruleId, ids));
    if (!done) return;
    const { firings } = done;
    const undo = firings.length === 0 ? null : () => undoMacros(firings).finally(() => void list.look(ids).catch(() => null));
    tell(t.value.macroApplied(name, done.changed.length), done, undo);
  }

  function replied(done: Done & { messages: number[] }): void {
    const undo = () =>
      undoReplies(done.messages).then((taken) => {
        if (taken.refused.length > 0) refused.value = { refused: taken.refused, changed: taken.changed.length };
      });
    tell(t.value.repliedCount(done.changed.length), done, done.messages.length > 0 ? undo : null);
  }

  return { pending, refused, change, macro, replied, undo: takeBack, canUndo };
}
