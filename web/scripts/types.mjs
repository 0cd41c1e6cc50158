// Reads the API's OpenAPI document (GET /rest/ with an administrator's token) and writes what postgrest-js is typed by.
//
//     node web/scripts/types.mjs < openapi.json > web/api/schema.ts

import { readFileSync } from "node:fs";

const document = JSON.parse(readFileSync(0, "utf8"));
const definitions = document.definitions;
const byName = (a, b) => (a < b ? -1 : 1);
const names = (object) => Object.keys(object ?? {}).sort(byName);
const indented = (lines, by) => lines.map((line) => `${" ".repeat(by)}${line}`);

function type(property) {
  const { format = "", type: kind } = property;
  if (format.endsWith("[]")) return `${type({ ...property.items, format: format.slice(0, -2) })}[]`;
  if (format === "jsonb" || format === "json") return "Json";
  if (property.enum) return property.enum.map((one) => JSON.stringify(one)).join(" | ");
  return { integer: "number", number: "number", boolean: "boolean", string: "string", array: "Json[]" }[kind] ?? "Json";
}

// COMMENTs say of every column that may be null what null means.
const isNullable = ({ description = "" }) => /\bnull\b/i.test(description);

function relationships(definition) {
  return names(definition.properties).flatMap((column) => {
    const [, table, key] = /<fk table='(\w+)' column='(\w+)'\/>/.exec(definition.properties[column].description) ?? [];
    if (!table) return [];
    return [
      `{ foreignKeyName: "${column}_fkey"; columns: ["${column}"]; isOneToOne: false; ` +
        `referencedRelation: "${table}"; referencedColumns: ["${key}"] },`,
    ];
  });
}

function view(name) {
  const { properties } = definitions[name];
  const columns = names(properties);
  const row = columns.map((c) => `${c}: ${type(properties[c])}${isNullable(properties[c]) ? " | null" : ""};`);
  const written = columns.map((c) => `${c}?: ${type(properties[c])} | null;`);
  return [
    `${name}: {`,
    ...indented(["Row: {", ...indented(row, 2), "};"], 2),
    ...indented(["Insert: {", ...indented(written, 2), "};"], 2),
    ...indented(["Update: {", ...indented(written, 2), "};"], 2),
    ...indented(["Relationships: [", ...indented(relationships(definitions[name]), 2), "];"], 2),
    "};",
  ];
}

function returned(schema) {
  if (!schema) return "Json";
  const one = ({ $ref, ...rest }) => {
    const name = $ref?.split("/").pop();
    return name ? `Database["api"]["Views"]["${name}"]["Row"]` : type(rest);
  };
  return schema.type === "array" && schema.items ? `${one(schema.items)}[]` : one(schema);
}

function verb(path) {
  const operation = document.paths[path].post;
  const { schema } = operation.parameters.find((parameter) => parameter.in === "body") ?? {};
  const required = new Set(schema?.required);
  const given = names(schema?.properties).map((name) => {
    const kind = type(schema.properties[name]);
    return required.has(name) ? `${name}: ${kind};` : `${name}?: ${kind} | null;`;
  });
  const args = given.length ? ["Args: {", ...indented(given, 2), "};"] : ["Args: Record<PropertyKey, never>;"];
  return [
    `${path.slice("/rpc/".length)}: {`,
    ...indented(args, 2),
    `  Returns: ${returned(operation.responses["200"]?.schema)};`,
    "};",
  ];
}

const verbs = names(document.paths).filter((path) => path.startsWith("/rpc/") && document.paths[path].post);
const lines = [
  "// Made by web/scripts/types.mjs from the API's OpenAPI document.",
  "",
  "export type Json = string | number | boolean | null | { [key: string]: Json | undefined } | Json[];",
  "",
  "export interface Database {",
  "  api: {",
  "    Tables: Record<never, never>;",
  "    Views: {",
  ...indented(names(definitions).flatMap(view), 6),
  "    };",
  "    Functions: {",
  ...indented(verbs.flatMap(verb), 6),
  "    };",
  "  };",
  "}",
  "",
];
process.stdout.write(lines.join("\n"));
