/** Instants that people choose, in the browser's zone. */
export const inHours = (hours: number): Date => new Date(Date.now() + hours * 3_600_000);

export function atHour(inDays: number, hour: number): Date {
  const day = new Date();
  day.setDate(day.getDate() + inDays);
  day.setHours(hour, 0, 0, 0);
  return day;
}

/** For <input type="datetime-local">. */
export function toInput(instant: Date): string {
  const local = new Date(instant.getTime() - instant.getTimezoneOffset() * 60_000);
  return local.toISOString().slice(0, 16);
}

const UNITS = { m: 1 / 60, h: 1, d: 24, w: 168 } as const;

/** "90m", "3h", "2 d", "1w", "17:30", "2026-12-24", "2026-12-24 9:15", "24.12.", "24.12.2026 9:15": an instant to come. */
export function readInstant(text: string, now = new Date()): Date | null {
  const typed = text.trim().toLowerCase();
  const span = /^(\d{1,4})\s*([mhdw])[a-z]*$/.exec(typed);
  if (span) return new Date(now.getTime() + Number(span[1]) * UNITS[span[2] as keyof typeof UNITS] * 3_600_000);
  const time = /(?:^|[\sT])(\d{1,2}):(\d{2})$/.exec(typed);
  const iso = /^(\d{4})-(\d{1,2})-(\d{1,2})/.exec(typed);
  const dotted = /^(\d{1,2})\.(\d{1,2})\.(\d{4})?/.exec(typed);
  if (!time && !iso && !dotted) return null;
  const [year, month, day] = iso
    ? [Number(iso[1]), Number(iso[2]), Number(iso[3])]
    : dotted
      ? [Number(dotted[3] ?? now.getFullYear()), Number(dotted[2]), Number(dotted[1])]
      : [now.getFullYear(), now.getMonth() + 1, now.getDate()];
  const found = new Date(year, month - 1, day, Number(time?.[1] ?? 9), Number(time?.[2] ?? 0));
  if (found.getMonth() !== month - 1 || found.getDate() !== day) return null;
  if (found <= now && !iso && !dotted) found.setDate(found.getDate() + 1);
  if (found <= now && dotted && !dotted[3]) found.setFullYear(found.getFullYear() + 1);
  return found > now ? found : null;
}
