import { plural } from "../format";
import type { Texts } from "../texts";

const texts: Texts["embed"] = {
  help: "Hilfe",
  title: "Wie können wir helfen?",
  search: "Artikel durchsuchen",
  noArticles: "Es gibt noch keine Artikel.",
  nothingFound: "Es wurde kein Artikel gefunden.",
  found: (n) => plural(n, { one: "# Artikel gefunden", other: "# Artikel gefunden" }),
};

export default texts;
