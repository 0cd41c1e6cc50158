// An answer: status, time, the curl line that asks the same, rows as a table, JSON, headers.

import { h, methodBadge } from "./dom.js";

const LONGEST = 200_000;

export function showAnswer(place, request, response, text, milliseconds) {
  const json = parsed(text, response.headers.get("content-type") || "");
  const rows = Array.isArray(json) && json.length && json.every((row) => row && typeof row === "object")
    ? json : null;
  const views = {
    ...(rows ? { Rows: () => rowTable(rows) } : {}),
    Body: () => h("pre", {}, shortened(json === undefined ? text : JSON.stringify(json, null, 2)) || "(empty)"),
    Headers: () => h("pre", {}, [...response.headers].map(([name, value]) => `${name}: ${value}`).join("\n")),
  };
  const range = response.headers.get("content-range");
  place.replaceChildren(
    h("p", { className: "status" },
      h("b", { className: response.ok ? "good" : "bad" }, `${response.status} ${response.statusText}`),
      ` ${Math.round(milliseconds)} ms, ${new Blob([text]).size.toLocaleString()} bytes`,
      range ? `, range ${range}` : ""),
    curlLine(request),
    tabs(views));
}

export function showFailure(place, request, problem) {
  place.replaceChildren(
    h("p", { className: "status" }, h("b", { className: "bad" }, "No answer"), ` ${problem}`), curlLine(request));
}

function parsed(text, type) {
  if (!type.includes("json")) return undefined;
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shortened(text) {
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}\n… ${text.length - LONGEST} characters more` : text;
}

function tabs(views) {
  const shown = h("div", { className: "shown" });
  const buttons = Object.entries(views).map(([name, view]) => h("button", { type: "button", onclick: (event) => {
    for (const button of buttons) button.removeAttribute("aria-current");
    event.target.setAttribute("aria-current", "true");
    shown.replaceChildren(view());
  } }, name));
  buttons[0].click();
  return h("div", { className: "tabs" }, h("p", {}, buttons), shown);
}

function rowTable(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  return h("div", { className: "rows" }, h("table", {},
    h("thead", {}, h("tr", {}, columns.map((name) => h("th", {}, name)))),
    h("tbody", {}, rows.slice(0, 500).map((row) => h("tr", {}, columns.map((name) => cell(row[name])))))));
}

function cell(value) {
  if (value === null || value === undefined) return h("td", { className: "null" }, "null");
  const text = typeof value === "object" ? JSON.stringify(value) : String(value);
  return h("td", { className: typeof value, title: text.length > 80 ? text : "" }, text);
}

/** Without the token: it is named, not shown. */
function curlLine(request) {
  const quoted = (text) => `'${text.replaceAll("'", "'\\''")}'`;
  const headers = Object.entries(request.headers).map(([name, value]) =>
    name === "Authorization" ? '-H "Authorization: Bearer $TOKEN"' : `-H ${quoted(`${name}: ${value}`)}`);
  const line = [
    "curl", "-s", ...(request.method === "GET" ? [] : ["-X", request.method]),
    quoted(location.origin + request.url), ...headers, ...(request.body ? ["-d", quoted(request.body)] : []),
  ].join(" ");
  return h("details", { className: "curl" },
    h("summary", {}, methodBadge(request.method), h("code", {}, request.url)), h("pre", {}, line));
}
