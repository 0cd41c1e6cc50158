// The page: what the token may use at the left, one resource at the right.

import { h, marked, methodBadge, prose } from "./dom.js";
import { readAliases, readGenerated, readRoutes } from "./documents.js";
import { fieldTable, tryOut } from "./form.js";
import { authorization, watchToken } from "./token.js";

const SECTIONS = {
  Views: "Tables of rows: filter, embed, insert, change",
  Functions: "Verbs and questions, called by name",
  Aliases: "Addresses that forward to the generated API",
  Routes: "What pgdesk itself answers",
};
const byId = (id) => document.getElementById(id);

let resources = [];
let problem = "";
let round = 0;

async function load() {
  const mine = ++round;
  byId("main").ariaBusy = "true";
  const failures = [];
  const [generated, own] = await Promise.all([
    fetched("/rest/", { ...authorization(), Accept: "application/openapi+json" }, failures),
    fetched("/docs/routes", {}, failures),
  ]);
  if (mine !== round) return;
  resources = [
    ...readGenerated(generated || {}), ...readAliases(own?.aliases || []), ...readRoutes(own?.routes || {}),
  ];
  problem = failures.join("\n\n");
  showList();
  showChosen();
  byId("main").ariaBusy = "false";
}

async function fetched(address, headers, failures) {
  try {
    const response = await fetch(address, { headers });
    const found = await response.json();
    if (response.ok) return found;
    failures.push([`\`${address}\` answers ${response.status}: ${found.message || ""}`, found.hint].filter(Boolean).join(". "));
  } catch (error) {
    failures.push(`\`${address}\` cannot be read: ${error}`);
  }
  return null;
}

const addressOf = (one) => `#/${one.section.toLowerCase()}/${one.name.replace(/^\//, "")}`;
const chosen = () => resources.find((one) => addressOf(one) === decodeURIComponent(location.hash));

function matches(resource, words) {
  const text = [
    resource.name, resource.title, resource.description, ...resource.fields.map((field) => field.name),
    ...resource.operations.map((one) => `${one.method} ${one.path} ${one.description}`),
  ].join(" ").toLowerCase();
  return words.every((word) => text.includes(word));
}

function showList() {
  const words = byId("search").value.toLowerCase().split(/\s+/).filter(Boolean);
  const current = chosen();
  const parts = Object.keys(SECTIONS).map((section) => {
    const found = resources.filter((one) => one.section === section && matches(one, words));
    if (!found.length) return null;
    return h("details", { open: true, className: "section" },
      h("summary", {}, section, h("small", {}, String(found.length))),
      h("ul", {}, found.map((one) => h("li", {}, h("a", {
        href: addressOf(one), title: one.title, "aria-current": one === current ? "page" : null,
      }, one.name)))));
  });
  byId("list").replaceChildren(...parts.filter(Boolean));
  if (!byId("list").children.length) byId("list").append(h("p", { className: "none" }, "Nothing found."));
}

function showChosen() {
  const one = chosen();
  byId("main").replaceChildren(...(one ? resourcePage(one) : startPage()));
  byId("main").scrollTop = 0;
  document.title = one ? `${one.name}: pgdesk API` : "pgdesk: API";
}

function startPage() {
  return [
    h("h2", {}, "What this token may use"),
    ...(problem ? [h("div", { className: "problem" }, prose(problem))] : []),
    h("p", {}, "Paste a token above (", h("code", {}, "pgdesk token --role agent"), " makes one), choose at the left, and send requests from here."),
    h("div", { className: "cards" }, Object.entries(SECTIONS).map(([section, what]) => h("div", {},
      h("b", {}, String(resources.filter((one) => one.section === section).length)),
      h("span", {}, section), h("small", {}, what)))),
  ];
}

function resourcePage(one) {
  return [
    h("p", { className: "crumb" }, one.section),
    h("h2", {}, one.name),
    h("p", { className: "title" }, marked(one.title)),
    ...prose(one.description),
    ...(one.fields.length ? [h("details", { className: "columns" },
      h("summary", {}, `Columns (${one.fields.length})`), fieldTable(one.fields, referenceLink))] : []),
    ...one.operations.map((operation, position) => h("details", { className: "operation", open: position === 0 },
      h("summary", {}, methodBadge(operation.method), h("code", {}, operation.path)),
      ...prose(operation.description), tryOut(operation))),
  ];
}

function referenceLink(reference) {
  return h("a", { className: "mark", href: `#/views/${reference.name}` }, `→ ${reference.name}.${reference.column}`);
}

addEventListener("hashchange", () => { showList(); showChosen(); });
addEventListener("keydown", (event) => {
  if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) {
    event.preventDefault();
    byId("search").focus();
  }
});
byId("search").addEventListener("input", showList);
watchToken(byId("token"), byId("identity"), load);
