import type { Target } from "./policies";

export const UNITS = ["minutes", "hours", "days"] as const;
export type Unit = (typeof UNITS)[number];

/** A number and a unit, as people say it: 480 minutes are 8 hours. */
export function spoken(target: Target | undefined): { amount: number | null; unit: Unit } {
  if (!target) return { amount: null, unit: "hours" };
  if (target.target_days) return { amount: target.target_days, unit: "days" };
  const minutes = target.target_minutes ?? 0;
  return minutes % 60 ? { amount: minutes, unit: "minutes" } : { amount: minutes / 60, unit: "hours" };
}

/** The targets with this one said anew; without an amount nothing is promised. */
export function withTarget(targets: readonly Target[], priority: string, metric: string, amount: number | null, unit: Unit): Target[] {
  const others = targets.filter((one) => one.priority !== priority || one.metric !== metric);
  if (amount === null) return others;
  const said = unit === "days" ? { target_days: amount } : { target_minutes: unit === "hours" ? amount * 60 : amount };
  return [...others, { priority, metric, ...said }];
}
