import { action, form } from "./action";
import { articleList } from "./articles";
import { codeView } from "./code";
import type { Context, View } from "./context";
import { conversationView } from "./conversation";
import { element, newId } from "./element";
import type { KeptTicket } from "./kept";
import { requestView } from "./request";

export function homeView(context: Context): View {
  const { texts, desk, language, memory } = context;
  const id = newId();
  const input = element("input", { id, type: "search", maxlength: 300, placeholder: texts.search, autocomplete: "off" });
  const found = element("div", { "aria-live": "polite" });
  const search = action(
    context,
    texts.searchGo,
    async () => {
      if (!input.value.trim()) return;
      const articles = await desk.search(input.value, language);
      found.replaceChildren(
        element("p", { class: "quiet" }, articles.length ? texts.found(articles.length) : texts.nothingFound),
        articleList(context, articles),
      );
    },
    { type: "submit" },
  );
  const known = memory.tickets.map((ticket) =>
    element(
      "li",
      {},
      element(
        "button",
        { type: "button", class: "row", onclick: () => context.show(ticketView(context, ticket)) },
        element("strong", {}, ticket.subject),
        element("span", { class: "quiet" }, ticket.reference),
      ),
    ),
  );
  return {
    title: texts.question,
    node: element(
      "div",
      {},
      form(
        search.run,
        element("label", { for: id, class: "unseen" }, texts.search),
        element("div", { class: "together" }, input, search.button),
        search.fault,
        found,
      ),
      element(
        "button",
        { type: "button", class: "primary wide", onclick: () => context.show(requestView(context)) },
        texts.write,
      ),
      known.length > 0 && element("h3", {}, texts.conversations),
      known.length > 0 && element("ul", { class: "list" }, ...known),
      element(
        "p",
        {},
        element("a", { href: desk.page("", language), target: "_blank", rel: "noopener" }, texts.allArticles),
      ),
    ),
  };
}

/** The conversation, or what opens it. */
export const ticketView = (context: Context, ticket: KeptTicket): View =>
  ticket.token ? conversationView(context, ticket, ticket.token) : codeView(context, ticket);
