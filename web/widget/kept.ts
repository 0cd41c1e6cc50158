import { newKey } from "@/api/key";
import type { Answer } from "@/portal/create/asked";

/** A ticket that this browser knows; without a token its code has not been typed yet. */
export interface KeptTicket {
  reference: string;
  subject: string;
  email: string;
  token?: string;
}

/** What is written and not sent. `key`: the same sending again is no second ticket or reply. */
export interface Draft {
  form?: string;
  name: string;
  email: string;
  answers: Record<string, Answer>;
  key: string;
}

interface Kept {
  tickets: KeptTicket[];
  draft?: Draft;
  replies: Record<string, { body: string; key: string }>;
}

const MOST_TICKETS = 20;

/** What this browser keeps for the visitor of this site; where it may keep nothing, as long as the page is open. */
export class Memory {
  readonly #key: string;
  #kept: Kept = { tickets: [], replies: {} };

  constructor(root: string) {
    this.#key = `pgdesk ${root}`;
    this.#read();
    // Another tab of the site writes, too.
    addEventListener("storage", (event) => event.key === this.#key && this.#read());
  }

  get tickets(): readonly KeptTicket[] {
    return this.#kept.tickets;
  }

  get draft(): Draft | undefined {
    return this.#kept.draft;
  }

  set draft(draft: Draft | undefined) {
    this.#change((kept) => {
      kept.draft = draft;
    });
  }

  keepTicket(ticket: KeptTicket): void {
    this.#change((kept) => {
      const others = kept.tickets.filter((each) => each.reference !== ticket.reference);
      kept.tickets = [ticket, ...others].slice(0, MOST_TICKETS);
    });
  }

  forgetTicket(reference: string): void {
    this.#change((kept) => {
      kept.tickets = kept.tickets.filter((each) => each.reference !== reference);
      delete kept.replies[reference];
    });
  }

  reply(reference: string): { body: string; key: string } {
    return this.#kept.replies[reference] ?? { body: "", key: newKey() };
  }

  keepReply(reference: string, reply?: { body: string; key: string }): void {
    this.#change((kept) => {
      if (reply?.body) kept.replies[reference] = reply;
      else delete kept.replies[reference];
    });
  }

  #read(): void {
    try {
      const found: unknown = JSON.parse(localStorage.getItem(this.#key) ?? "null");
      if (isKept(found)) this.#kept = found;
    } catch {
      // Not allowed here, or not ours: as if there were nothing.
    }
  }

  #change(by: (kept: Kept) => void): void {
    by(this.#kept);
    try {
      localStorage.setItem(this.#key, JSON.stringify(this.#kept));
    } catch {
      // As long as the page is open.
    }
  }
}

function isKept(found: unknown): found is Kept {
  const kept = found as Partial<Kept> | null;
  return Array.isArray(kept?.tickets) && typeof kept.replies === "object" && kept.replies !== null;
}
