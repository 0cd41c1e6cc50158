import type { Context } from "./context";
import { Desk, type Branding } from "./desk";
import { element } from "./element";
import { homeView } from "./home";
import { Memory } from "./kept";
import { Panel } from "./panel";
import { choose, direction, textsIn } from "./texts";
import style from "./widget.css?inline";

/** Of the script's address, where the pages of the desk stand. */
const NAME = "/widget.js";

const script = document.currentScript;
if (script instanceof HTMLScriptElement && !document.querySelector("pgdesk-widget")) void begin(script);

async function begin({ src, dataset }: HTMLScriptElement): Promise<void> {
  const address = new URL(src);
  const desk = new Desk(address.origin + address.pathname.slice(0, -NAME.length));
  let branding: Branding;
  try {
    branding = await desk.branding();
  } catch {
    // Without the desk a page is as it would be without the widget.
    return;
  }
  const language = choose([dataset.language, document.documentElement.lang, ...navigator.languages], branding.languages);
  const texts = textsIn(language);
  const panel = new Panel(texts, branding.name, () => panel.show(homeView(context)));
  const context: Context = {
    desk,
    memory: new Memory(desk.root),
    branding,
    texts,
    language,
    visitor: { name: dataset.name ?? "", email: dataset.email ?? "" },
    show: panel.show,
    tell: panel.tell,
  };
  const host = document.createElement("pgdesk-widget");
  const root = host.attachShadow({ mode: "open" });
  root.adoptedStyleSheets = [sheet(look(branding)), sheet(style)];
  const theme = dataset.theme ?? branding.theme;
  root.append(
    element(
      "div",
      { class: "widget", lang: language, dir: direction(language), "data-theme": theme, "data-side": dataset.side ?? "end" },
      panel.opener,
      panel.dialog,
    ),
  );
  const place = () => document.body.append(host);
  if (document.body) place();
  else addEventListener("DOMContentLoaded", place, { once: true });
}

/** Without an inline style, which the page's Content-Security-Policy may forbid. */
function sheet(text: string): CSSStyleSheet {
  const made = new CSSStyleSheet();
  made.replaceSync(text);
  return made;
}

const look = (branding: Branding): string => `.widget {
  --primary: ${branding.primary_color};
  --on-primary: ${branding.on_primary_color};
  --link: light-dark(${branding.link_color}, ${branding.dark_link_color});
  --radius: ${branding.radius}px;
  font-family: ${branding.font};
}`;
