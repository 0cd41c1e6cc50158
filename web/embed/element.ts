import "@/theme/tokens.css";
import "@/theme/base.css";
import "./embed.css";
import { createApp, type App } from "vue";
import type { Router } from "vue-router";
import { resume } from "@/api/grant";
import { call } from "@/api/call";
import { closeLive } from "@/api/live";
import { asProblem } from "@/api/problem";
import { bear } from "@/api/send";
import { begin, desk, guest, session } from "@/api/session";
import { embeddedTexts } from "@/texts/embedded";
import { timeZone } from "@/texts/format";
import { choose } from "@/texts/languages";
import { knowTexts, setLanguage } from "@/texts/texts";
import { brandingRules } from "@/theme/theme";
import EmbeddedApp from "./EmbeddedApp.vue";
import { isOfHost, makeRouter } from "./router";

knowTexts(embeddedTexts);

/** Without an inline style, which the page's Content-Security-Policy may forbid. */
function sheet(rules: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(rules);
  return made;
}

// Put there by vite.embed.config.ts.
const styles = sheet("__STYLES__");

/** Whom a host's token names for the first time is made a person by a request that writes. */
async function meet(error: unknown): Promise<void> {
  if (asProblem(error).code !== "PD093") throw error;
  await call("enter", {});
  await begin();
}

/** The customer's pages in a page of another site; one in a page. */
export class PortalElement extends HTMLElement {
  static readonly observedAttributes = ["language", "page", "token"];

  /** Gives the token of who is signed in at the host's site, again when one is over. */
  declare renewToken?: () => Promise<string>;

  readonly #root = this.attachShadow({ mode: "open" });
  #app: App | null = null;
  #router: Router | null = null;
  #starts = 0;

  constructor() {
    super();
    this.#root.adoptedStyleSheets = [styles];
  }

  connectedCallback(): void {
    void this.#start();
  }

  disconnectedCallback(): void {
    this.#stop();
  }

  attributeChangedCallback(name: string, before: string | null, now: string | null): void {
    if (!this.#app || before === now) return;
    if (name === "page") void this.#router?.push(now || "/");
    else if (name === "language") void this.#speak();
    else void this.#start();
  }

  async #start(): Promise<void> {
    this.#stop();
    const mine = ++this.#starts;
    try {
      const token = this.getAttribute("token") || (await this.renewToken?.()) || "";
      isOfHost.value = token !== "";
      bear(token, token && this.renewToken ? async () => (await this.renewToken?.()) ?? "" : undefined);
      if (!token) await resume();
      await begin().catch(meet);
      await this.#speak();
    } catch (error) {
      if (mine === this.#starts) this.#wait(asProblem(error).message);
      return;
    }
    if (mine !== this.#starts) return;
    if (session.value) timeZone.value = session.value.person.time_zone;
    this.#root.adoptedStyleSheets = [styles, sheet(`:host { ${brandingRules(desk.value.branding)} }`)];
    this.#router = makeRouter();
    this.#app = createApp(EmbeddedApp).use(this.#router);
    await this.#router.push(this.getAttribute("page") || "/");
    if (mine === this.#starts) this.#app.mount(this.#root);
  }

  #stop(): void {
    this.#starts += 1;
    this.#app?.unmount();
    this.#app = this.#router = null;
    this.#root.replaceChildren();
    closeLive();
    session.value = guest.value = null;
  }

  #speak(): Promise<void> {
    const { language: own } = session.value?.person ?? {};
    const wanted = [this.getAttribute("language"), own, document.documentElement.lang, ...navigator.languages];
    return setLanguage(choose(wanted, desk.value.settings.page_languages));
  }

  /** There are no texts yet to say it in. */
  #wait(message: string): void {
    const note = document.createElement("p");
    note.setAttribute("role", "alert");
    note.textContent = message;
    this.#root.replaceChildren(note);
    addEventListener("online", () => this.isConnected && void this.#start(), { once: true });
  }
}
