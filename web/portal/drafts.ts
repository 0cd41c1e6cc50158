import { watch } from "vue";
import { guest } from "@/api/guest";
import { session } from "@/api/session";

/** What somebody has begun to write at a place, kept on this device until it is sent. */
export function useDraft<T extends object>(place: string, isEmpty: (draft: T) => boolean) {
  const who = session.value?.person.person_id ?? guest.value?.ticket_id ?? "";
  const key = `pgdesk-draft ${who} ${place}`;

  return {
    read(): T | null {
      try {
        return JSON.parse(localStorage.getItem(key) ?? "null") as T | null;
      } catch {
        return null;
      }
    },
    /** Writes it as often as it changes. */
    keep(current: () => T): void {
      watch(
        current,
        (draft) => {
          try {
            if (isEmpty(draft)) localStorage.removeItem(key);
            else localStorage.setItem(key, JSON.stringify(draft));
          } catch {
            // No room on this device: it is kept as long as the page stands.
          }
        },
        { deep: true },
      );
    },
    forget: () => localStorage.removeItem(key),
  };
}
