import type { Article } from "./desk";
import type { Context } from "./context";
import { element } from "./element";

/** Links to articles, each in a tab of its own, so that nothing typed is left. */
export function articleList(context: Context, articles: readonly Article[]): HTMLElement {
  return element(
    "ul",
    { class: "list" },
    ...articles.map((article) =>
      element(
        "li",
        {},
        element(
          "a",
          {
            href: context.desk.page(`/articles/${encodeURIComponent(article.slug)}`, context.language),
            target: "_blank",
            rel: "noopener",
            lang: article.language,
          },
          article.title,
          element("span", { class: "unseen", lang: context.language }, ` ${context.texts.opensTab}`),
        ),
      ),
    ),
  );
}

/** Calls after a pause in typing, and only for the newest text. */
export function afterPause<Given>(work: (given: Given) => Promise<void>, milliseconds = 500): (given: Given) => void {
  let timer = 0;
  return (given) => {
    clearTimeout(timer);
    timer = window.setTimeout(() => void work(given).catch(() => undefined), milliseconds);
  };
}
