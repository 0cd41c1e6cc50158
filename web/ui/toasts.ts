import { shallowReactive } from "vue";

export interface Toast {
  id: number;
  text: string;
  error?: unknown;
  /** What a button on it does. */
  action?: { label: string; run: () => void };
  /** How long the action can be taken, which it counts down. */
  seconds?: number;
}

export const toasts = shallowReactive<Toast[]>([]);
let last = 0;

/** Says something for 10 seconds, or as many as it counts down; an error stays until it is closed. */
export function toast(text: string, more: Omit<Toast, "id" | "text"> = {}): number {
  const id = ++last;
  toasts.push({ id, text, ...more });
  if (toasts.length > 4) toasts.shift();
  if (more.error === undefined) setTimeout(() => closeToast(id), (more.seconds ?? 10) * 1000);
  return id;
}

export function closeToast(id: number): void {
  const at = toasts.findIndex((one) => one.id === id);
  if (at >= 0) toasts.splice(at, 1);
}
