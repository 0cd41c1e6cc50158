import { onScopeDispose } from "vue";
import { Live } from "#live";
import { call, type Row } from "./call";
import { borne, halting } from "./send";

let live: Live | null = null;

/** Messages of /live by their names. */
export interface Messages {
  Ready: { unread: number; is_resumed: boolean };
  TicketUpdated: Row<"events">;
  Notification: Row<"notifications">;
  Presence: { ticket_id: number; people: { person_id: number; name: string; is_replying: boolean }[] };
  TicketLost: { ticket_id: number };
  Reset: unknown;
  Ended: { code: string; message: string; hint: string | null };
}

/** Hears messages of a name as long as the component stands. */
export function onLive<N extends keyof Messages>(name: N, handler: (message: Messages[N]) => void): void {
  onScopeDispose(stream().on(name, handler as (message: unknown) => void));
}

/** What happens on this ticket, and who looks at it, is told as long as the component stands. */
export function joinTicket(ticketId: number): void {
  stream().join(ticketId);
  onScopeDispose(() => stream().leave(ticketId));
}

export function closeLive(): void {
  live?.close();
  live = null;
}

function stream(): Live {
  if (live) return live;
  // A guest has a stream of their own, beside that of whoever has signed in here.
  live = new Live(borne() ? { token: async () => borne(), name: "guest" } : {});
  // A cookie that is over is renewed by the next request; the stream tries again by itself.
  live.on("Ended", (message) => {
    if ((message as Messages["Ended"]).code === "HTTP401") void call("me", {}).catch(() => null);
  });
  halting().addEventListener("abort", closeLive);
  return live;
}
