import type { RequestForm } from "@/portal/create/asked";

/** What the desk refused, in its own words. */
export class Refused extends Error {
  constructor(
    readonly status: number,
    readonly code: string,
    message: string,
    readonly hint: string,
  ) {
    super(message);
  }
}

/** The desk could not be reached. */
export class Unreachable extends Error {}

export interface Branding {
  name: string;
  theme: "light" | "dark" | "system";
  radius: number;
  font: string;
  languages: string[];
  primary_color: string;
  on_primary_color: string;
  link_color: string;
  dark_link_color: string;
}

export interface Article {
  slug: string;
  title: string;
  language: string;
}

export interface Message {
  message_id: number;
  author_id: number | null;
  author_name: string | null;
  body: string;
  created_at: string;
}

export interface Ticket {
  reference: string;
  subject: string;
  description: string;
  status_category: string;
  created_at: string;
  requester_id: number;
  messages: Message[];
  ratings: { rating: number }[];
}

const PATIENCE = 30_000;

/** The desk that the script comes from: its routes for pages of other sites, which take no cookies. */
export class Desk {
  constructor(readonly root: string) {}

  branding = () => this.#ask<Branding>("branding");
  forms = () => this.#ask<RequestForm[]>("forms");
  challenge = () => this.#ask<{ challenge: string | null; bits: number }>("challenge");
  search = (q: string, language: string) => this.#ask<Article[]>(`kb/search?${query({ q, language, limit: "6" })}`);
  suggest = (text: string, language: string) =>
    this.#ask<Article[]>(`kb/suggestions?${query({ text, language, limit: "3" })}`);
  open = (given: Record<string, unknown>) => this.#ask<{ reference: string }>("tickets", given);
  useCode = (given: { email: string; reference: string; code: string }) =>
    this.#ask<{ token: string }>("tickets/code", given);
  mailAgain = (given: { email: string; reference: string }) => this.#ask<void>("tickets/link", given);
  ticket = (token: string) => this.#ask<Ticket>(`tickets/${token}`);
  act = (token: string, verb: "reply" | "close" | "reopen" | "rate", given: Record<string, unknown> = {}) =>
    this.#ask<unknown>(`tickets/${token}/${verb}`, given);

  page = (path: string, language: string) => `${this.root}/kb${path}?${query({ language })}`;

  async #ask<Found>(path: string, given?: Record<string, unknown>): Promise<Found> {
    let response: Response;
    let text: string;
    try {
      response = await fetch(`${this.root}/widget/${path}`, {
        method: given ? "POST" : "GET",
        credentials: "omit",
        signal: AbortSignal.timeout(PATIENCE),
        ...(given && { headers: { "Content-Type": "application/json" }, body: JSON.stringify(given) }),
      });
      text = await response.text();
    } catch {
      throw new Unreachable();
    }
    const found: unknown = parse(text);
    if (response.ok) return found as Found;
    const { code = "", message = "", hint = "" } = (found ?? {}) as Partial<Record<string, string | null>>;
    throw new Refused(response.status, code ?? "", message ?? "", hint ?? "");
  }
}

const query = (given: Record<string, string>) => new URLSearchParams(given).toString();

function parse(text: string): unknown {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}
