/** Runs once what there is has been painted. */
export const oncePainted = (run: () => void): void => void requestAnimationFrame(() => setTimeout(run));

/** Runs when nothing else is to be done; Safari has no idle callbacks. */
export const whenIdle = (run: () => void): void => {
  if ("requestIdleCallback" in window) requestIdleCallback(run);
  else setTimeout(run, 200);
};
