// From OpenAPI 2.0 (generated API), OpenAPI 3.1 (pgdesk's own routes) and the alias table to one shape:
//   {section, name, title, description, fields: [field], operations: [operation]}
//   field      {name, type, description, required, isKey, reference}
//   operation  {method, path, description, parameters: [parameter], body: null | {type, example, fields}}
//   parameter  {name, in, type, description, required, choices, value, kind: "filter" | "plain" | "rare"}

const PREFER_OF_WRITES = "return=representation";
const COUNTS = ["count=exact", "count=planned", "count=estimated"];
const METHODS = ["get", "post", "patch", "put", "delete"];

/** [method, operation] of a path, reads first; what is no method is left out. */
function operationsOf(methods) {
  return METHODS.filter((method) => methods[method]).map((method) => [method, methods[method]]);
}

export function readGenerated(document) {
  const found = new Map();
  for (const [path, methods] of Object.entries(document.paths || {})) {
    if (path === "/") continue;
    const isFunction = path.startsWith("/rpc/");
    const name = path.replace(/^\/(rpc\/)?/, "");
    const definition = isFunction ? null : (document.definitions || {})[name];
    const operations = operationsOf(methods).map(([method, given]) =>
      generatedOperation(document, method, path, given, definition));
    const first = methods.get || methods.post || {};
    found.set(path, {
      section: isFunction ? "Functions" : "Views",
      name,
      title: first.summary || "",
      description: first.description || "",
      fields: definition ? fieldsOf(definition) : [],
      operations,
    });
  }
  return [...found.values()].sort((a, b) => a.name.localeCompare(b.name));
}

function generatedOperation(document, method, path, given, definition) {
  const parameters = [];
  let body = null;
  for (const one of given.parameters || []) {
    const reference = one.$ref?.replace("#/parameters/", "");
    const parameter = reference ? document.parameters[reference] : one;
    if (parameter.in === "body") body = bodyOf(parameter.schema, definition);
    else parameters.push(plainParameter(parameter, kindOf(reference || "")));
  }
  const preference = parameters.find((one) => one.name === "Prefer" && one.choices?.includes(PREFER_OF_WRITES));
  if (preference) preference.value = PREFER_OF_WRITES;
  const limit = method === "get" && parameters.find((one) => one.name === "limit");
  if (limit) limit.value = "25";
  return { method: method.toUpperCase(), path: `/rest${path}`, description: "", parameters, body };
}

function kindOf(reference) {
  if (reference.startsWith("rowFilter.")) return "filter";
  return reference === "range" || reference === "rangeUnit" ? "rare" : "plain";
}

const TOLD = {
  select: "Columns, embedded resources, computed fields, renamed and cast",
  order: "Columns with `.desc`, `.nullslast`",
  offset: "Rows to leave out",
  limit: "Rows at most",
  Prefer: "What the answer shall hold",
};

function plainParameter(given, kind) {
  return {
    name: given.name,
    in: given.in,
    type: given.format || given.type || given.schema?.type || "",
    description: kind === "plain" && TOLD[given.name] ? TOLD[given.name] : withoutMarks(given.description),
    required: Boolean(given.required),
    choices: given.name === "Prefer" && given.enum?.[0] === "count=none" ? COUNTS : given.enum,
    kind,
  };
}

function bodyOf(schema, definition) {
  const fields = fieldsOf(definition || schema || {});
  const wanted = fields.filter((field) => field.required);
  const shown = definition ? [] : wanted;
  const example = Object.fromEntries(shown.map((field) => [field.name, exampleOf(field)]));
  return { type: "application/json", example: JSON.stringify(example, null, 2), fields: definition ? [] : fields };
}

function fieldsOf(schema) {
  return Object.entries(schema.properties || {}).map(([name, property]) => {
    const reference = /<fk table='([^']*)' column='([^']*)'\/>/.exec(property.description || "");
    return {
      name,
      type: property.format || property.type || "",
      description: withoutMarks(property.description),
      required: (schema.required || []).includes(name),
      isKey: (property.description || "").includes("<pk/>"),
      reference: reference ? { name: reference[1], column: reference[2] } : null,
    };
  });
}

function withoutMarks(text) {
  return (text || "").replace(/(\n\n)?Note:\n[\s\S]*$/, "").trim();
}

function exampleOf(field) {
  if (field.type.endsWith("[]")) return [];
  if (/^(int|bigint|smallint|numeric|double|real)/.test(field.type)) return 1;
  if (field.type === "boolean") return true;
  return field.type.startsWith("json") ? {} : "";
}

export function readRoutes(document) {
  const resources = [];
  for (const [path, methods] of Object.entries(document.paths || {})) {
    const operations = operationsOf(methods).map(([method, given]) => {
      const content = Object.entries(given.requestBody?.content || {})[0];
      return {
        method: method.toUpperCase(),
        path,
        description: given.description || "",
        parameters: (given.parameters || []).map((one) => plainParameter(one, "plain")),
        body: method === "get" ? null : { type: content?.[0] || "", example: "", fields: [] },
      };
    });
    resources.push({ section: "Routes", name: path, title: "", description: "", fields: [], operations });
  }
  return resources;
}

export function readAliases(aliases) {
  const byPath = Map.groupBy ? Map.groupBy(aliases, (one) => one.path) : grouped(aliases);
  return [...byPath].map(([path, several]) => ({
    section: "Aliases",
    name: path,
    title: "",
    description: "",
    fields: [],
    operations: several.map(aliasOperation),
  }));
}

function grouped(aliases) {
  const found = new Map();
  for (const one of aliases) found.set(one.path, [...(found.get(one.path) || []), one]);
  return found;
}

function aliasOperation(alias) {
  const parameters = [];
  const example = {};
  for (const [, place, name] of JSON.stringify(alias.arguments).matchAll(/\{(path|query|body)\.(\w+)\}/g)) {
    if (place === "body") example[name] = "";
    else if (!parameters.some((one) => one.name === name)) {
      parameters.push({ name, in: place, type: "", description: "", required: place === "path", kind: "plain" });
    }
  }
  for (const [, name] of alias.path.matchAll(/\{(\w+)\}/g)) {
    if (!parameters.some((one) => one.name === name)) {
      parameters.push({ name, in: "path", type: "", description: "", required: true, kind: "plain" });
    }
  }
  return {
    method: alias.method,
    path: alias.path,
    description: `${alias.description}\n\nAnswers what \`/rest/${alias.target}\` answers.`,
    parameters,
    body: alias.method === "GET"
      ? null : { type: "application/json", example: JSON.stringify(example, null, 2), fields: [] },
  };
}
