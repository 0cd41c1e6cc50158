import { ref } from "vue";
import { language } from "./language";

/** The zone in which instants are shown. */
export const timeZone = ref(Intl.DateTimeFormat().resolvedOptions().timeZone);

type Forms = Partial<Record<Intl.LDMLPluralRule, string>> & { other: string };

/** The form for n, with # in place of the number. */
export function plural(n: number, forms: Forms): string {
  const form = forms[new Intl.PluralRules(language.value).select(n)] ?? forms.other;
  return form.replace("#", formatNumber(n));
}

// Making a formatter takes longer than formatting does, and lists format much.
const formatters = new Map<string, unknown>();
function kept<F>(key: string, make: () => F): F {
  const found = formatters.get(key) ?? make();
  formatters.set(key, found);
  return found as F;
}

export const formatNumber = (n: number): string => new Intl.NumberFormat(language.value).format(n);

export function formatInstant(instant: string | Date, style: Intl.DateTimeFormatOptions = {}): string {
  const options = Object.keys(style).length ? style : ({ dateStyle: "medium", timeStyle: "short" } as const);
  const wanted = { timeZone: timeZone.value, ...options };
  const format = kept(`${language.value} ${JSON.stringify(wanted)}`, () => new Intl.DateTimeFormat(language.value, wanted));
  return format.format(new Date(instant));
}

const UNITS = [
  ["year", 31_536_000],
  ["month", 2_592_000],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
] as const;

/** "in 3 hours", "2 days ago". */
export function formatRelative(instant: string | Date, now: number = Date.now()): string {
  const seconds = (new Date(instant).getTime() - now) / 1000;
  // Short Arabic says "in 7 months" of what was 7 months ago (CLDR).
  const style = language.value === "ar" ? "long" : "short";
  const format = kept(
    `${language.value} relative`,
    () => new Intl.RelativeTimeFormat(language.value, { numeric: "auto", style }),
  );
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) return format.format(Math.trunc(seconds / size), unit);
  }
  return format.format(0, "minute");
}

/** "1.4 MB" */
export function formatBytes(bytes: number): string {
  const [unit, size] = bytes < 1e6 ? (["kilobyte", 1e3] as const) : (["megabyte", 1e6] as const);
  const value = Math.max(bytes / size, 0.1);
  return new Intl.NumberFormat(language.value, { style: "unit", unit, maximumFractionDigits: 1 }).format(value);
}

/** "1 hr, 25 min" */
export function formatMinutes(minutes: number): string {
  const whole = Math.round(Math.abs(minutes));
  const part = (value: number, unit: "hour" | "minute") =>
    new Intl.NumberFormat(language.value, { style: "unit", unit, unitDisplay: "short" }).format(value);
  const parts = [...(whole >= 60 ? [part(Math.floor(whole / 60), "hour")] : []), ...(whole % 60 || whole < 60 ? [part(whole % 60, "minute")] : [])];
  return new Intl.ListFormat(language.value, { type: "unit", style: "short" }).format(parts);
}
