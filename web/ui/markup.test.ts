import { expect, test } from "vitest";
import { readBlocks, readInlines } from "./markup";

test("a text is paragraphs, lists, code and quotes, in order", () => {
  const text = "Hi,\n\nplease:\n- open **Menu**\n- choose `reset`\n1. one\n\n```\na < b\n```\n> you wrote\n> this\nBye";
  expect(readBlocks(text).map((block) => block.kind)).toEqual(["text", "list", "list", "code", "quote", "text"]);
  expect(readBlocks(text)[4]).toEqual({ kind: "quote", text: "you wrote\nthis" });
});

test("only http addresses are links, without what ends the sentence", () => {
  expect(readInlines("See https://a.example/b?c=1).")).toEqual([
    { kind: "text", text: "See " },
    { kind: "link", text: "https://a.example/b?c=1", address: "https://a.example/b?c=1" },
    { kind: "text", text: ")." },
  ]);
  expect(readInlines("[x](javascript:alert(1))").every((one) => one.kind === "text")).toBe(true);
});

test("HTML stays the text that it is", () => {
  expect(readBlocks("<img src=x onerror=alert(1)>")).toEqual([
    { kind: "text", inlines: [{ kind: "text", text: "<img src=x onerror=alert(1)>" }] },
  ]);
});

test("a sum is no emphasis, an address no mention", () => {
  expect(readInlines("2 * 3 * 4 by ann@example.com")).toEqual([{ kind: "text", text: "2 * 3 * 4 by ann@example.com" }]);
  expect(readInlines("ask @ben.okafor.")[1]).toEqual({ kind: "mention", text: "@ben.okafor" });
});

test.each(["*", "**a", "`", "[", "[a](", "> ", "- ", "@a", "https://", "**a ", "* a", "```\n"])(
  "a hundred thousand times %j takes no time",
  (sign) => {
    const began = performance.now();
    readBlocks(sign.repeat(100_000 / sign.length));
    expect(performance.now() - began).toBeLessThan(1000);
  },
);

test.each([
  [" ", "a", "a"],
  [" \n", "a", "a"],
  [" ", "**a", "b"],
  [".", "http://", "a"],
  [")", "http://a", "/a"],
  ["-", "@a", "!"],
])("nor does %j between %j and %j", (sign, before, after) => {
  const began = performance.now();
  readBlocks(before + sign.repeat(100_000 / sign.length) + after);
  expect(performance.now() - began).toBeLessThan(1000);
});
