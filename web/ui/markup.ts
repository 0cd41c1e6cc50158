/** The little Markdown that messages may have, read as data: no HTML comes out of a text. */
export type Inline =
  | { kind: "text" | "strong" | "emphasis" | "code" | "mention"; text: string }
  | { kind: "link"; text: string; address: string };

export type Block =
  | { kind: "text"; inlines: Inline[] }
  | { kind: "list"; isOrdered: boolean; items: Inline[][] }
  | { kind: "code"; text: string }
  | { kind: "quote"; text: string };

// Each alternative ends at the next sign of its kind: no text takes more than a few looks at each character.
const INLINE =
  /(?<link>https?:\/\/[^\s<>"`]+)|`(?<code>[^`\n]+)`|\*\*(?<strong>\S(?:[^*\n]*\S)?)\*\*|\*(?<emphasis>\S(?:[^*\n]*\S)?)\*|\[(?<words>[^[\]\n]+)\]\((?<address>https?:[^()\s]+)\)|(?<![\w.@])@(?<mention>[a-z0-9](?:[\w.-]*\w)?)/gi;
const ITEM = /^ {0,3}(?:[-*•]|(\d{1,3})[.)]) +(?=\S)/;
const QUOTE = /^ {0,3}> ?/;
const FENCE = /^ {0,3}```/;
// What ends a sentence ends no address. Looked for from its first sign only: a long run is read once.
const STOP = /(?<![.,;:!?)\]}'»”])[.,;:!?)\]}'»”]+$/;

export function readBlocks(text: string): Block[] {
  const lines = text.replace(/\r\n?/g, "\n").split("\n");
  const blocks: Block[] = [];
  let plain: string[] = [];
  const endPlain = (): void => {
    const joined = plain.join("\n").replace(/^\n+/, "").trimEnd();
    if (joined) blocks.push({ kind: "text", inlines: readInlines(joined) });
    plain = [];
  };
  const takeWhile = (from: number, fits: (line: string) => boolean): string[] => {
    let to = from;
    while (to < lines.length && fits(lines[to] ?? "")) to += 1;
    return lines.slice(from, to);
  };
  for (let at = 0; at < lines.length; ) {
    const line = lines[at] ?? "";
    if (FENCE.test(line)) {
      const inside = takeWhile(at + 1, (one) => !FENCE.test(one));
      endPlain();
      blocks.push({ kind: "code", text: inside.join("\n") });
      at += inside.length + 2;
    } else if (QUOTE.test(line)) {
      const inside = takeWhile(at, (one) => QUOTE.test(one));
      endPlain();
      blocks.push({ kind: "quote", text: inside.map((one) => one.replace(QUOTE, "")).join("\n") });
      at += inside.length;
    } else if (ITEM.test(line)) {
      const isOrdered = ITEM.exec(line)?.[1] !== undefined;
      const inside = takeWhile(at, (one) => ITEM.test(one) && (ITEM.exec(one)?.[1] !== undefined) === isOrdered);
      endPlain();
      blocks.push({ kind: "list", isOrdered, items: inside.map((one) => readInlines(one.replace(ITEM, ""))) });
      at += inside.length;
    } else {
      plain.push(line);
      at += 1;
    }
  }
  endPlain();
  return blocks;
}

export function readInlines(text: string): Inline[] {
  const inlines: Inline[] = [];
  let from = 0;
  for (const match of text.matchAll(INLINE)) {
    const { link, code, strong, emphasis, words, address, mention } = match.groups ?? {};
    const whole = link ? link.replace(STOP, "") : match[0];
    if (match.index > from) inlines.push({ kind: "text", text: text.slice(from, match.index) });
    if (link) inlines.push({ kind: "link", text: whole, address: whole });
    else if (code) inlines.push({ kind: "code", text: code });
    else if (strong) inlines.push({ kind: "strong", text: strong });
    else if (emphasis) inlines.push({ kind: "emphasis", text: emphasis });
    else if (words && address) inlines.push({ kind: "link", text: words, address });
    else if (mention) inlines.push({ kind: "mention", text: whole });
    from = match.index + whole.length;
  }
  if (from < text.length) inlines.push({ kind: "text", text: text.slice(from) });
  return inlines;
}
