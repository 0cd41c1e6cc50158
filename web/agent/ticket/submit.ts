import { useQueryClient } from "@tanstack/vue-query";
import { ref, type Ref } from "vue";
import { asProblem, type Problem } from "@/api/problem";
import { ticketKey } from "./ticket";

/** A form's way to the server: one at a time, with what refused it; the ticket is read anew afterwards. */
export function useSubmit(ticketId: number): {
  problem: Ref<Problem | null>;
  isBusy: Ref<boolean>;
  submit: <T>(send: () => Promise<T>, done?: (answer: T) => void) => Promise<void>;
} {
  const queries = useQueryClient();
  const problem = ref<Problem | null>(null);
  const isBusy = ref(false);

  async function submit<T>(send: () => Promise<T>, done?: (answer: T) => void): Promise<void> {
    if (isBusy.value) return;
    isBusy.value = true;
    problem.value = null;
    try {
      const answer = await send();
      done?.(answer);
      void queries.invalidateQueries({ queryKey: ticketKey(ticketId) });
    } catch (error) {
      problem.value = asProblem(error);
    } finally {
      isBusy.value = false;
    }
  }

  return { problem, isBusy, submit };
}
