// Elements without a library: h("a", {href: "#/"}, "text", otherElement).

export function h(tag, properties = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties)) {
    if (value === undefined || value === null || value === false) continue;
    if (name.startsWith("on")) made.addEventListener(name.slice(2), value);
    else if (name in made && name !== "list") made[name] = value;
    else made.setAttribute(name, value);
  }
  made.append(...children.flat().filter((child) => child !== null && child !== undefined));
  return made;
}

/** Text with its `code` marked, a paragraph for each block of lines. */
export function prose(text) {
  return (text || "").trim().split(/\n{2,}/).filter(Boolean).map((block) => h("p", {}, marked(block)));
}

/** One line of text with its `code` marked. */
export function marked(text) {
  return (text || "").split(/(`[^`]+`)/).map((part) =>
    part.length > 2 && part.startsWith("`") && part.endsWith("`") ? h("code", {}, part.slice(1, -1)) : part);
}

export function methodBadge(method) {
  return h("span", { className: `method ${method.toLowerCase()}` }, method);
}
