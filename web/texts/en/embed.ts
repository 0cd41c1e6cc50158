import { plural } from "../format";

export default {
  help: "Help",
  title: "How can we help?",
  search: "Search the articles",
  noArticles: "There are no articles yet.",
  nothingFound: "No article was found.",
  found: (n: number) => plural(n, { one: "# article found", other: "# articles found" }),
};
