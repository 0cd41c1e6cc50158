import type { Context, View } from "./context";
import { element, icon, newId } from "./element";
import type { Texts } from "./texts";

const QUESTION = "M8.5 8.5a3.5 3.5 0 1 1 5 3.2c-.9.5-1.5 1.2-1.5 2.3M12 17.6v.1";
const CROSS = "M6 6l12 12M18 6L6 18";
const ARROW = "M15 5l-7 7 7 7";

/** The button at the edge of the page, and the dialog that it opens. */
export class Panel {
  readonly opener: HTMLButtonElement;
  readonly dialog: HTMLDialogElement;
  readonly #title: HTMLHeadingElement;
  readonly #back: HTMLButtonElement;
  readonly #body: HTMLElement;
  readonly #told: HTMLElement;
  #view?: View;

  constructor(texts: Texts, name: string, begin: () => void) {
    const titleId = newId();
    this.#title = element("h2", { id: titleId, tabindex: -1 });
    this.#back = element("button", { type: "button", class: "icon", "aria-label": texts.back, onclick: () => this.#view?.back?.() }, icon(ARROW));
    this.#body = element("div", { class: "content" });
    this.#told = element("p", { class: "told", role: "status" });
    const close = element("button", { type: "button", class: "icon", "aria-label": texts.close, onclick: () => this.dialog.close() }, icon(CROSS));
    this.dialog = element(
      "dialog",
      {
        "aria-labelledby": titleId,
        onclose: () => this.#leave(),
        // Beside the dialog is the page.
        onmousedown: (event: Event) => event.target === this.dialog && this.dialog.close(),
      },
      element("div", { class: "frame" }, element("header", {}, this.#back, this.#title, close), this.#body, this.#told),
    );
    this.opener = element(
      "button",
      {
        type: "button",
        class: "opener",
        "aria-label": `${name}: ${texts.help}`,
        "aria-haspopup": "dialog",
        onclick: () => {
          this.dialog.showModal();
          begin();
        },
      },
      icon(QUESTION),
    );
  }

  readonly show: Context["show"] = (view) => {
    this.#view?.leave?.();
    this.#view = view;
    this.#title.textContent = view.title;
    this.#back.hidden = !view.back;
    this.#told.textContent = "";
    this.#body.replaceChildren(view.node);
    this.#body.scrollTop = 0;
    this.#title.focus();
  };

  readonly tell: Context["tell"] = (text) => {
    this.#told.textContent = text;
  };

  #leave(): void {
    this.#view?.leave?.();
    this.#view = undefined;
    this.#body.replaceChildren();
    this.opener.focus();
  }
}
