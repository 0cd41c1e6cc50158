import { ref } from "vue";

/** Whether somebody is signed in here, as far as this page knows. */
const signedIn = ref(false);
/** Whether the session has ended while somebody works: a dialog asks to sign in again, and requests wait for it. */
export const hasEnded = ref(false);

let waiting: (() => void)[] = [];

export const isSignedIn = (): boolean => signedIn.value;

/** Resolves when the same person has signed in again. */
export function askToSignIn(): Promise<void> {
  hasEnded.value = true;
  return new Promise((resolve) => waiting.push(resolve));
}

export function setSignedIn(is: boolean): void {
  signedIn.value = is;
  if (!is) return;
  hasEnded.value = false;
  const released = waiting;
  waiting = [];
  for (const resolve of released) resolve();
}
