import { computed, ref, type ComputedRef } from "vue";
import { call, type Row } from "@/api/client";
import { asProblem, type Problem } from "@/api/problem";
import { session } from "@/api/session";
import type { Arrived } from "@/api/uploads";

/** What is on its way to a ticket: kept on this device until the server has it, and written once, by its key. */
export interface Letter {
  /** The idempotency key. */
  key: string;
  ticketId: number;
  kind: "reply" | "note";
  body: string;
  /** The status that the ticket takes with it; null: what the settings say. */
  status: string | null;
  uploads: Arrived[];
  /** Newest message that its writer had seen: the server refuses a reply behind another one. */
  seen: number | null;
  at: string;
}
type Message = Row<"messages">;

interface Handlers {
  written: (message: Message) => void;
  refused: (problem: Problem) => void;
}

const letters = ref<Letter[]>([]);
/** Whether what is in it waits for the server. */
export const isWaiting = ref(false);
const handlers = new Map<string, Handlers>();
/** Of what was left by another page. */
interface Others {
  written: (letter: Letter) => void;
  refused: (letter: Letter, problem: Problem) => void;
}
let others: Others = { written: () => undefined, refused: () => undefined };
let flushing: Promise<void> | null = null;
let again: ReturnType<typeof setTimeout> | undefined;
let pause = 1000;

const place = (): string => `pgdesk-outbox-${session.value?.person.person_id ?? 0}`;

function read(): Letter[] {
  try {
    return JSON.parse(localStorage.getItem(place()) ?? "[]") as Letter[];
  } catch {
    return [];
  }
}

function keep(next: Letter[]): void {
  letters.value = next;
  localStorage.setItem(place(), JSON.stringify(next));
}

export const lettersOf = (ticketId: number): ComputedRef<Letter[]> =>
  computed(() => letters.value.filter((letter) => letter.ticketId === ticketId));

/** Writes it as soon as `ready` is and the server can be reached. Rejects with the Problem that refused it. */
export function post(letter: Letter, ready: Promise<unknown> = Promise.resolve()): Promise<Message> {
  keep([...read(), letter]);
  const done = new Promise<Message>((written, refused) => handlers.set(letter.key, { written, refused }));
  void ready.finally(flush);
  return done;
}

/** Takes back what has not been written; false: it is on its way. */
export function withdraw(letter: Letter): boolean {
  if (!isWaiting.value) return false;
  keep(read().filter((one) => one.key !== letter.key));
  handlers.delete(letter.key);
  return true;
}

/** Begins to write what was left when the page was closed; `hears` what becomes of it. */
export function openOutbox(hears: Others): void {
  others = hears;
  letters.value = read();
  addEventListener("storage", (event) => {
    if (event.key === place()) letters.value = read();
  });
  addEventListener("online", () => void flush());
  void flush();
}

function flush(): Promise<void> {
  // One tab at a time; by plain http, where there are no locks, a letter's key sees to it that it is written once.
  const writing = () => ("locks" in navigator ? navigator.locks.request("pgdesk-outbox", writeAll) : writeAll());
  return (flushing ??= writing()
    .finally(() => (flushing = null))
    .then(() => {
      // What was posted meanwhile.
      if (!isWaiting.value && read().length) return flush();
    }));
}

async function writeAll(): Promise<void> {
  clearTimeout(again);
  for (let letter = read()[0]; letter; letter = read()[0]) {
    try {
      const message = await write(letter);
      isWaiting.value = false;
      pause = 1000;
      drop(letter);
      const handler = handlers.get(letter.key);
      if (handler) handler.written(message);
      else others.written(letter);
    } catch (error) {
      const problem = asProblem(error);
      if (problem.isOffline || problem.status >= 500 || problem.status === 429) {
        isWaiting.value = true;
        again = setTimeout(() => void flush(), pause);
        pause = Math.min(pause * 2, 15_000);
        return;
      }
      isWaiting.value = false;
      drop(letter);
      const handler = handlers.get(letter.key);
      if (handler) handler.refused(problem);
      else others.refused(letter, problem);
    }
    handlers.delete(letter.key);
  }
}

const drop = (letter: Letter): void => keep(read().filter((one) => one.key !== letter.key));

function write({ key, ticketId, kind, body, status, uploads, seen }: Letter): Promise<Message> {
  const text = { ticket_id: ticketId, body, uploads: uploads.map((one) => one.upload_key), idempotency_key: key };
  return kind === "note" ? call("add_note", text) : call("reply", { ...text, status, seen_message_id: seen });
}
