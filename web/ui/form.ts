import { computed, ref, shallowRef, watch, type ComputedRef, type Ref } from "vue";
import { useDraft } from "./drafts";
import { askBeforeLeaving } from "./leaving";

export interface Form<T extends object = object> {
  /** null until it is known what they hold. */
  fields: Ref<T | null>;
  /** Names of the fields that are otherwise than they were found. */
  changed: ComputedRef<string[]>;
  /** Of them those that somebody else has changed meanwhile; what was typed stands. */
  elsewhere: ComputedRef<string[]>;
  /** Whether they were typed before the page was loaded anew. */
  isRestored: Ref<boolean>;
  /** Answers whether the form is left without being saved; null: nobody asks. */
  answer: Ref<((leaves: boolean) => void) | null>;
  /** Whether it may go: asks where something would be lost. */
  mayLeave: () => Promise<boolean>;
  takeTheirs: () => void;
  discard: () => void;
  /** It is saved. */
  done: () => void;
}

const isSame = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
const copy = <T>(value: T): T => JSON.parse(JSON.stringify(value)) as T;

/** Fields over what `found` tells, which others may change meanwhile: what nobody has touched here follows, what was typed
 *  stands, and outlives a reload. Their values are JSON. */
export function useForm<T extends object>(name: string, found: () => T | null | undefined): Form<T> {
  const fields = ref(null) as Ref<T | null>;
  const base = shallowRef<T | null>(null);
  const met = ref<string[]>([]);
  const isRestored = ref(false);
  const answer = shallowRef<((leaves: boolean) => void) | null>(null);

  const changed = computed(() => {
    const [now, before] = [fields.value, base.value];
    return now && before ? names(now).filter((one) => !isSame(now[one], before[one])) : [];
  });
  const elsewhere = computed(() => met.value.filter((one) => changed.value.some((other) => other === one)));
  const pick = (from: T | null): Partial<T> => Object.fromEntries(changed.value.map((one) => [one, from?.[one as keyof T]])) as Partial<T>;

  const draft = useDraft<{ typed: Partial<T>; over: Partial<T> }>(`form ${name}`, ({ typed }) => !names(typed).length, sessionStorage);
  draft.keep(() => ({ typed: pick(fields.value), over: pick(base.value) }));

  function begin(now: T): void {
    const kept = draft.read();
    fields.value = copy({ ...now, ...kept?.typed });
    met.value = names(kept?.over ?? {}).filter((one) => !isSame(kept?.over[one as keyof T], now[one as keyof T]));
    isRestored.value = kept !== null;
  }

  function follow(typed: T, before: T | null, now: T): void {
    for (const one of names(now)) {
      if (isSame(now[one], before?.[one])) continue;
      if (isSame(typed[one], before?.[one])) typed[one] = copy(now[one]);
      else met.value = [...met.value, one];
    }
  }

  watch(
    found,
    (now) => {
      if (!now) return;
      if (fields.value) follow(fields.value, base.value, now);
      else begin(now);
      base.value = copy(now);
    },
    { immediate: true },
  );

  function done(): void {
    draft.forget();
    base.value = copy(fields.value);
    met.value = [];
    isRestored.value = false;
  }
  function discard(): void {
    fields.value = copy(base.value);
    done();
  }
  function takeTheirs(): void {
    const [now, theirs] = [fields.value, base.value];
    if (now && theirs) for (const one of elsewhere.value as (keyof T)[]) now[one] = copy(theirs[one]);
    met.value = [];
  }
  function mayLeave(): Promise<boolean> {
    if (!changed.value.length) return Promise.resolve(true);
    return new Promise((resolve) => {
      answer.value = (leaves) => {
        answer.value = null;
        if (leaves) discard();
        resolve(leaves);
      };
    });
  }
  askBeforeLeaving(() => changed.value.length > 0, mayLeave);

  return { fields, changed, elsewhere, isRestored, answer, mayLeave, takeTheirs, discard, done };
}

const names = <T extends object>(of: T): (keyof T & string)[] => Object.keys(of) as (keyof T & string)[];
