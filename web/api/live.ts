import { onScopeDispose } from "vue";
import { Live } from "#live";
import { call, type Row } from "./call";
import { ORIGIN } from "@/app/prefix";
import { borne, halting } from "./send";
import { guest, session } from "./session";

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
  // Who is known by a token has a stream of their own, beside that of whoever has signed in here.
  const name = guest.value ? `guest ${guest.value.ticket_id}` : String(session.value?.person.person_id);
  live = new Live(borne() ? { address: `${ORIGIN}/live`, token: async () => borne(), name } : {});
  // A cookie that is over is renewed by the next request; the stream tries again by itself.
  live.on("Ended", (message) => {
    if ((message as Messages["Ended"]).code === "HTTP401") void call("me", {}).catch(() => null);
  });
  halting().addEventListener("abort", closeLive);
  return live;
}
