import { expect, test } from "vitest";
import { askedNow, type Answer, type Asked } from "./asked";

const field = (key: string, more: Partial<Asked> = {}): Asked => ({
  key,
  label: key,
  hint: null,
  field_type: "text",
  is_required: false,
  shown_when: {},
  required_when: {},
  pattern: null,
  min_value: null,
  max_value: null,
  options: null,
  ...more,
});
const shown = (fields: Asked[], typed: Record<string, Answer>) => askedNow(fields, typed).map(({ key }) => key);

test("shows a field once another was answered as it wants", () => {
  const fields = [field("kind"), field("order", { shown_when: { kind: ["return", "exchange"] } })];
  expect(shown(fields, {})).toEqual(["kind"]);
  expect(shown(fields, { kind: "repair" })).toEqual(["kind"]);
  expect(shown(fields, { kind: "return" })).toEqual(["kind", "order"]);
});

test("hides what hangs on a hidden field, whatever was typed there before", () => {
  const fields = [
    field("kind"),
    field("order", { shown_when: { kind: ["return"] } }),
    field("reason", { shown_when: { order: [] } }),
  ];
  expect(shown(fields, { kind: "return", order: "42" })).toEqual(["kind", "order", "reason"]);
  expect(shown(fields, { kind: "repair", order: "42" })).toEqual(["kind"]);
});

test("takes one of several that were chosen, and blank texts for no answer", () => {
  const fields = [field("parts", { field_type: "multi_select" }), field("photo", { shown_when: { parts: ["lamp"] } })];
  expect(shown(fields, { parts: ["cable", "lamp"] })).toEqual(["parts", "photo"]);
  expect(shown(fields, { parts: [] })).toEqual(["parts"]);
  expect(shown([field("a"), field("b", { shown_when: { a: [] } })], { a: "  " })).toEqual(["a"]);
});

test("asks for an answer where the form or another answer wants it", () => {
  const fields = [field("kind", { is_required: true }), field("order", { required_when: { kind: ["return"] } })];
  const must = (typed: Record<string, Answer>) => askedNow(fields, typed).map((one) => one.isRequired);
  expect(must({})).toEqual([true, false]);
  expect(must({ kind: "return" })).toEqual([true, true]);
});
