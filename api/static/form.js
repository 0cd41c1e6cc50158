// "Try it out": the inputs of an operation, the request that they make, the answer.

import { h, marked } from "./dom.js";
import { showAnswer, showFailure } from "./answer.js";
import { authorization } from "./token.js";

export function tryOut(operation) {
  const inputs = operation.parameters.map((parameter) => {
    const [input, ...choices] = inputFor(parameter);
    return { parameter, input, choices };
  });
  const body = operation.body &&
    h("textarea", { rows: 6, spellcheck: false, value: operation.body.example, "aria-label": "Body" });
  const headers = h("textarea", { rows: 2, spellcheck: false, placeholder: "Name: value", "aria-label": "More headers" });
  const answer = h("div", { className: "answer", "aria-live": "polite" });
  const button = h("button", { type: "submit" }, "Send");
  const form = h("form", { onsubmit: async (event) => {
    event.preventDefault();
    button.disabled = true;
    try {
      await send(requestOf(operation, inputs, body, headers), answer);
    } finally {
      button.disabled = false;
    }
  } });
  const plain = inputs.filter((one) => one.parameter.kind === "plain");
  const rare = inputs.filter((one) => one.parameter.kind === "rare");
  const filters = inputs.filter((one) => one.parameter.kind === "filter");
  form.append(
    ...(plain.length ? [table(plain)] : []),
    ...(filters.length ? [h("details", { open: operation.method !== "GET" },
      h("summary", {}, `Filters by column (${filters.length})`), table(filters))] : []),
    ...(operation.body ? bodyPart(operation, body) : []),
    h("details", {}, h("summary", {}, "More headers"), ...(rare.length ? [table(rare)] : []), headers),
    h("p", { className: "send" }, button),
    answer,
  );
  return form;
}

function bodyPart(operation, body) {
  const fields = operation.body.fields;
  return [
    ...(fields.length ? [fieldTable(fields)] : []),
    h("label", { className: "body" }, h("span", {}, `Body ${operation.body.type}`), body),
  ];
}

export function fieldTable(fields, linkTo = () => null) {
  return h("table", { className: "fields" }, h("tbody", {}, fields.map((field) => h("tr", {},
    h("td", {}, h("code", {}, field.name), field.required ? h("i", { title: "never null" }, "*") : null),
    h("td", { className: "type" }, field.type),
    h("td", {},
      field.isKey ? h("span", { className: "mark" }, "key") : null,
      field.reference ? linkTo(field.reference) : null,
      marked(field.description))))));
}

function table(inputs) {
  return h("table", { className: "parameters" }, h("tbody", {}, inputs.map(({ parameter, input, choices }) => h("tr", {},
    h("td", {}, h("code", {}, parameter.name), parameter.required ? h("i", { title: "required" }, "*") : null),
    h("td", {}, input, choices),
    h("td", {}, parameter.in === "query" ? null : h("span", { className: "mark" }, parameter.in),
      marked(parameter.description))))));
}

const HINTS = {
  select: "*, requester:people!ticket_requester_fkey(name)",
  order: "updated_at.desc, name",
  on_conflict: "column, column",
};
let lists = 0;

function inputFor(parameter) {
  const input = h("input", {
    name: `${parameter.in}.${parameter.name}`,
    placeholder: parameter.kind === "filter" ? "eq.…" : HINTS[parameter.name] ?? (parameter.type === "string" ? "" : parameter.type),
    value: parameter.value || "",
    required: parameter.required,
    autocomplete: "off",
    spellcheck: false,
    "aria-label": parameter.name,
  });
  if (!parameter.choices) return [input];
  const list = h("datalist", { id: `choices-${++lists}` }, parameter.choices.map((value) => h("option", { value })));
  input.setAttribute("list", list.id);
  input.placeholder = parameter.choices[0];
  return [input, list];
}

/** {method, url, headers, body} */
function requestOf(operation, inputs, body, more) {
  let path = operation.path;
  const query = [];
  const headers = { ...authorization() };
  for (const { parameter, input } of inputs) {
    const value = input.value;
    if (value === "") continue;
    if (parameter.in === "path") path = path.replace(`{${parameter.name}}`, encodeURIComponent(value));
    else if (parameter.in === "header") headers[parameter.name] = value;
    else query.push(`${encodeURIComponent(parameter.name)}=${readable(value)}`);
  }
  for (const line of more.value.split("\n")) {
    const [name, ...rest] = line.split(":");
    if (rest.length) headers[name.trim()] = rest.join(":").trim();
  }
  const content = body && body.value.trim() ? body.value : undefined;
  if (content !== undefined && operation.body.type && !headers["Content-Type"]) {
    headers["Content-Type"] = operation.body.type;
  }
  return { method: operation.method, url: path + (query.length ? `?${query.join("&")}` : ""), headers, body: content };
}

/** Percent-encoded, but for what may stand in a query and reads better so. */
function readable(value) {
  return encodeURIComponent(value).replace(/%(2C|3A|2F|40|24)/g, (code) => decodeURIComponent(code));
}

async function send(request, answer) {
  answer.replaceChildren(h("p", { className: "waiting" }, "…"));
  const started = performance.now();
  try {
    const response = await fetch(request.url, request);
    const text = await response.text();
    showAnswer(answer, request, response, text, performance.now() - started);
  } catch (error) {
    showFailure(answer, request, String(error));
  }
}
