import { onScopeDispose, ref, shallowRef, watch } from "vue";

const FRESH_MS = 30_000;

/** What `ask` answers: at once, whenever `key` changes, and when somebody comes back to the page. The last answer stays
 *  until the next one is there. */
export function useAnswer<T>(ask: () => Promise<T>, key: () => unknown = () => null) {
  const data = shallowRef<T>();
  const error = shallowRef<unknown>(null);
  const isAsking = ref(false);
  let asked = 0;
  let askedAt = 0;

  async function refresh(): Promise<void> {
    const mine = ++asked;
    askedAt = Date.now();
    isAsking.value = true;
    const answer = await ask().then(
      (value) => ({ value, problem: null }),
      (problem: unknown) => ({ value: undefined, problem }),
    );
    // Another was asked meanwhile.
    if (mine !== asked) return;
    if (answer.problem === null) data.value = answer.value;
    error.value = answer.problem;
    isAsking.value = false;
  }

  function comeBack(): void {
    if (!document.hidden && (error.value !== null || Date.now() - askedAt > FRESH_MS)) void refresh();
  }

  watch(() => JSON.stringify(key()), refresh, { immediate: true });
  document.addEventListener("visibilitychange", comeBack);
  addEventListener("online", comeBack);
  onScopeDispose(() => {
    asked += 1;
    document.removeEventListener("visibilitychange", comeBack);
    removeEventListener("online", comeBack);
  });
  return { data, error, isAsking, refresh };
}
