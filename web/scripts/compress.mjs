// Puts beside each file of dist/ what the server sends to who takes Brotli or gzip, where that is smaller.

import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { brotliCompressSync, constants, gzipSync } from "node:zlib";

const dist = new URL("../dist/", import.meta.url);

for (const entry of readdirSync(dist, { recursive: true, withFileTypes: true })) {
  if (!/\.(js|css|svg|json|webmanifest|txt)$/.test(entry.name)) continue;
  const path = `${entry.parentPath}/${entry.name}`;
  const content = readFileSync(path);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: content.length };
  const made = { br: brotliCompressSync(content, { params }), gz: gzipSync(content, { level: 9 }) };
  for (const [ending, smaller] of Object.entries(made))
    if (smaller.length < content.length) writeFileSync(`${path}.${ending}`, smaller);
}
