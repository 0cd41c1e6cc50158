import { expect, test } from "vitest";
import { readInstant, toInput } from "./instants";

const NOW = new Date(2026, 10, 30, 10, 0);

test.each([
  ["90m", "2026-11-30T11:30"],
  ["3h", "2026-11-30T13:00"],
  ["2 days", "2026-12-02T10:00"],
  ["1w", "2026-12-07T10:00"],
  ["17:30", "2026-11-30T17:30"],
  ["9:00", "2026-12-01T09:00"],
  ["2026-12-24", "2026-12-24T09:00"],
  ["2026-12-24 15:15", "2026-12-24T15:15"],
  ["24.12.", "2026-12-24T09:00"],
  ["1.2.", "2027-02-01T09:00"],
])("%s is an instant to come", (typed, at) => {
  const found = readInstant(typed, NOW);
  expect(found && toInput(found)).toBe(at);
});

test.each(["", "soon", "2020-01-01", "31.2.", "25:99:99", "12"])("%j is none", (typed) => {
  expect(readInstant(typed, NOW)).toBeNull();
});
