import { useQuery } from "@tanstack/vue-query";
import { ask } from "@/api/send";

/** What the generated API says of itself, as far as lists and forms need it. */
export interface Document {
  definitions: Record<string, { description?: string; properties: Record<string, Property> }>;
  paths: Record<string, Record<string, { parameters?: { in: string; schema?: Arguments }[] }>>;
}

interface Arguments {
  properties?: Record<string, Property>;
  required?: string[];
}

interface Property {
  description?: string;
  format?: string;
  type?: string;
  default?: unknown;
}

export interface Column {
  name: string;
  /** "text", "int64", "boolean", "jsonb", "text[]", "timestamp with time zone" … */
  format: string;
  /** What the COMMENT says, without notes for programs. */
  help: string;
  isKey: boolean;
  isReadOnly: boolean;
  isRequired: boolean;
  allowed: string[];
  /** Where its values come from. */
  references: { view: string; column: string } | null;
}

export interface Described {
  columns: Map<string, Column>;
  key: string[];
  canCreate: boolean;
  canEdit: boolean;
  canDelete: boolean;
}

export function useDocument() {
  return useQuery({
    queryKey: ["openapi"],
    staleTime: Infinity,
    queryFn: () => ask<Document>("/rest/"),
  });
}

export function describe(document: Document, view: string): Described {
  const definition = document.definitions[view];
  if (!definition) throw new Error(`there is no view ${view}`);
  const columns = new Map(Object.entries(definition.properties).map(([name, of]) => [name, column(name, of)]));
  const methods = document.paths[`/${view}`] ?? {};
  return {
    columns,
    key: [...columns.values()].filter((one) => one.isKey).map((one) => one.name),
    canCreate: "post" in methods,
    canEdit: "patch" in methods,
    canDelete: "delete" in methods,
  };
}

/** What a verb is called with. */
export function argumentsOf(document: Document, verb: string | undefined): Map<string, Column> {
  const body = document.paths[`/rpc/${verb}`]?.post?.parameters?.find((one) => one.in === "body")?.schema;
  return new Map(
    Object.entries(body?.properties ?? {}).map(([name, of]) => [
      name,
      { ...column(name, of), isRequired: body?.required?.includes(name) ?? false },
    ]),
  );
}

// COMMENTs of columns say in the same words everywhere what is given by whom.
function column(name: string, { description = "", format = "text" }: Property): Column {
  const [, view, referenced] = /<fk table='(\w+)' column='(\w+)'\/>/.exec(description) ?? [];
  const [help = ""] = description.split("\n\nNote:");
  const [oneOf, values] = /One of: ([^.]+)\./.exec(help) ?? [];
  return {
    name,
    format,
    help: help.replace(oneOf ?? "", "").replace("Required in a new row.", "").trim(),
    isKey: description.includes("<pk/>"),
    isReadOnly: /Read-only\.|Given by the database\./.test(help),
    isRequired: help.includes("Required in a new row."),
    allowed: values?.split(", ") ?? [],
    references: view && referenced ? { view, column: referenced } : null,
  };
}

/** "is_active" as people read it, where no text says it better. */
export function labelOf(name: string, texts: Record<string, string> = {}): string {
  const text = texts[name];
  if (text) return text;
  const words = name.replace(/_id$/, "").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
