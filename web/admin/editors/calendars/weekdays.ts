import { computed } from "vue";
import { language } from "@/texts/language";

/** The names of the days in the reader's language, Monday first. */
export const useWeekdays = () =>
  computed(() =>
    [5, 6, 7, 8, 9, 10, 11].map((day) => {
      const date = new Date(Date.UTC(2026, 0, day));
      const name = (weekday: "long" | "short") => new Intl.DateTimeFormat(language.value, { weekday, timeZone: "UTC" }).format(date);
      return { long: name("long"), short: name("short") };
    }),
  );
