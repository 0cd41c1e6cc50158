import { afterEach, expect, test } from "vitest";
import { formatRelative } from "./format";
import { language } from "./language";

const NOW = Date.parse("2026-06-15T12:00:00Z");

afterEach(() => {
  language.value = "en";
});

test.each(["en", "de", "ar"] as const)("tells what was from what will be in %s", (one) => {
  language.value = one;
  for (const [before, after] of [
    ["2025-11-15T12:00:00Z", "2027-01-15T12:00:00Z"],
    ["2026-06-12T12:00:00Z", "2026-06-18T12:00:00Z"],
    ["2026-06-15T09:00:00Z", "2026-06-15T15:00:00Z"],
  ] as const) {
    expect(formatRelative(before, NOW)).not.toBe(formatRelative(after, NOW));
  }
});
