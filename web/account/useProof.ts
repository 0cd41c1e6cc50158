import { ref } from "vue";
import { asProblem } from "@/api/problem";

/** Asks for a fresh proof of who one is where the API wants one (PD082), then does it again. */
export function useProof() {
  const isAsked = ref(false);
  let goOn: (isProved: boolean) => void = () => undefined;

  async function proved<T>(act: () => Promise<T>): Promise<T | null> {
    try {
      return await act();
    } catch (error) {
      if (asProblem(error).code !== "PD082") throw error;
    }
    isAsked.value = true;
    const isProved = await new Promise<boolean>((resolve) => (goOn = resolve));
    isAsked.value = false;
    return isProved ? await act() : null;
  }

  return { isAsked, proved, answer: (isProved: boolean) => goOn(isProved) };
}
