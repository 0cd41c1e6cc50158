import { shallowRef } from "vue";
import type { Values } from "@/api/rest";
import { useTexts } from "@/texts/texts";
import { toast } from "@/ui/toasts";
import { hasDialog, perform, type RowVerb } from "./verbs";

export interface Begun {
  verb: RowVerb;
  row: Values;
}

/** Does what needs no words at once; `open` is what a dialog asks about. */
export function useRowVerbs(done: () => Promise<void>) {
  const t = useTexts("admin");
  const open = shallowRef<Begun | null>(null);

  async function finish(verb: RowVerb): Promise<void> {
    open.value = null;
    if (!verb.shows) toast(t.value.didVerb(t.value.verbs[verb.text]));
    await done();
  }

  async function begin(verb: RowVerb, row: Values): Promise<void> {
    if (verb.saves) return save(verb.saves(row));
    if (hasDialog(verb)) {
      open.value = { verb, row };
      return;
    }
    try {
      await perform(verb, row);
      await finish(verb);
    } catch (error) {
      toast(t.value.verbs[verb.text], { error });
    }
  }

  return { open, begin, finish };
}

function save(address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.download = "";
  link.click();
}
