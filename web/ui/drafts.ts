import { reactive, watch } from "vue";
import { newKey } from "@/api/key";
import { guest, session } from "@/api/session";

const keyOf = (who: number | "", name: string): string => `pgdesk-draft ${who} ${name}`;

function readFrom<T>(storage: Storage, key: string): T | null {
  try {
    return JSON.parse(storage.getItem(key) ?? "null") as T | null;
  } catch {
    return null;
  }
}

function writeTo(storage: Storage, key: string, value: object): void {
  try {
    storage.setItem(key, JSON.stringify(value));
  } catch {
    // No room on this device: it is kept as long as the page stands.
  }
}

export interface Place<T> {
  read: () => T | null;
  write: (value: T) => void;
  forget: () => void;
  /** The idempotency key of what is sent from here: the same for the same, though the page is loaded anew. */
  keyFor: (sent: object) => string;
}

/** Where this browser keeps what who is here has begun to write: `sessionStorage` as long as the tab is there. */
export function placeOf<T extends object>(name: string, storage: Storage = localStorage): Place<T> {
  const who = session.value?.person.person_id ?? guest.value?.ticket_id ?? "";
  const key = keyOf(who, name);
  const sentAt = `${key} sent`;

  /** What somebody has typed before signing in goes with them. */
  function take(): T | null {
    const before = keyOf("", name);
    const found = session.value && readFrom<T>(storage, before);
    if (!found) return null;
    storage.removeItem(before);
    writeTo(storage, key, found);
    return found;
  }

  return {
    read: () => readFrom<T>(storage, key) ?? take(),
    write: (value) => writeTo(storage, key, value),
    forget: () => {
      storage.removeItem(key);
      storage.removeItem(sentAt);
    },
    keyFor: (sent) => {
      const of = JSON.stringify(sent);
      const last = readFrom<{ key: string; of: string }>(storage, sentAt);
      if (last?.of === of) return last.key;
      const made = { key: newKey(), of };
      writeTo(storage, sentAt, made);
      return made.key;
    },
  };
}

/** What somebody has begun to write at a place, kept until it is sent. */
export function useDraft<T extends object>(name: string, isEmpty: (draft: T) => boolean, storage?: Storage) {
  const place = placeOf<T>(name, storage);
  return {
    ...place,
    /** Writes it as often as it changes. */
    keep(current: () => T): void {
      watch(current, (draft) => (isEmpty(draft) ? place.forget() : place.write(draft)), { deep: true });
    },
  };
}

/** Fields that are kept at a place until they are sent; `empty`: what they are at first. */
export function useTyped<T extends object>(name: string, empty: T, storage?: Storage) {
  const isEmpty = (now: T): boolean => JSON.stringify(now) === JSON.stringify(empty);
  const draft = useDraft<T>(name, isEmpty, storage);
  const typed = reactive({ ...empty, ...draft.read() }) as T;
  draft.keep(() => ({ ...typed }));
  return {
    typed,
    keyFor: draft.keyFor,
    clear(): void {
      draft.forget();
      Object.assign(typed, empty);
    },
  };
}
