import { onScopeDispose, ref, watch, type Ref } from "vue";
import { call, type Row } from "@/api/client";
import { asProblem } from "@/api/problem";
import { session } from "@/api/session";

export type Kind = "reply" | "note";
export interface Upload {
  key: string;
  filename: string;
  size: number;
}
/** What somebody has begun to write, as this device keeps it. */
interface Kept {
  body: string;
  uploads: Upload[];
  /** When it was typed. */
  at: string;
  /** Newest message when it was begun; null: it is not begun. */
  since: number | null;
  /** The server has it, too. */
  isSaved: boolean;
}

export interface Draft {
  body: Ref<string>;
  uploads: Ref<Upload[]>;
  /** Newest message of the ticket when it was begun; null: it is not begun. */
  since: Ref<number | null>;
  /** kept: on this device only, since the server is not reached. */
  state: Ref<"" | "saving" | "saved" | "kept">;
  /** Empties it for what was sent; resolves when nothing of it is on its way to the server any more. */
  take: () => Promise<unknown>;
}

const SAVE_AFTER_MS = 1500;
const receivers = new Map<string, (body: string, uploads: Upload[]) => void>();

const placeOf = (ticketId: number, kind: Kind): string =>
  `pgdesk-draft-${session.value?.person.person_id ?? 0}-${ticketId}-${kind}`;

function readKept(place: string): Kept | null {
  try {
    return JSON.parse(localStorage.getItem(place) ?? "null") as Kept | null;
  } catch {
    return null;
  }
}

/** What was sent, and came back: it is a draft again, above what has been begun meanwhile. */
export function giveBack(letter: { ticketId: number; kind: Kind; body: string; uploads: Upload[] }): void {
  const place = placeOf(letter.ticketId, letter.kind);
  const receiver = receivers.get(place);
  if (receiver) return receiver(letter.body, letter.uploads);
  const kept = readKept(place);
  const body = [letter.body, kept?.body].filter(Boolean).join("\n\n");
  const uploads = [...letter.uploads, ...(kept?.uploads ?? [])];
  localStorage.setItem(
    place,
    JSON.stringify({ body, uploads, at: new Date().toISOString(), since: null, isSaved: false } satisfies Kept),
  );
}

/** A draft that outlives the page: on this device at once, and on the server soon after. */
export function useDraft(ticketId: number, kind: Kind, server: Omit<Row<"drafts">, "ticket_id"> | undefined, newest: () => number): Draft {
  const place = placeOf(ticketId, kind);
  const kept = readKept(place);
  // The server's is another device's where this one has nothing that it lacks.
  const isServers = server !== undefined && (kept === null || (kept.isSaved && server.updated_at > kept.at));
  const body = ref(isServers ? server.body : (kept?.body ?? ""));
  const uploads = ref<Upload[]>(
    isServers ? server.uploads.map((key) => kept?.uploads.find((one) => one.key === key) ?? { key, filename: "", size: 0 }) : (kept?.uploads ?? []),
  );
  const since = ref(body.value || uploads.value.length ? (kept?.since ?? newest()) : null);
  const state = ref<"" | "saving" | "saved" | "kept">(body.value ? (isServers || kept?.isSaved ? "saved" : "kept") : "");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<unknown> = Promise.resolve();
  let wasTaken = false;

  const isEmpty = (): boolean => body.value.trim() === "" && uploads.value.length === 0;

  function keep(isSaved: boolean): void {
    if (isEmpty()) return localStorage.removeItem(place);
    const now: Kept = { body: body.value, uploads: uploads.value, at: new Date().toISOString(), since: since.value, isSaved };
    localStorage.setItem(place, JSON.stringify(now));
  }

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const sent = { body: body.value, uploads: uploads.value.map((one) => one.key) };
    state.value = "saving";
    saving = saving
      .then(() => call("save_draft", { ticket_id: ticketId, kind, ...sent }))
      .then(() => {
        if (body.value !== sent.body || timer) return;
        keep(true);
        state.value = isEmpty() ? "" : "saved";
      })
      .catch((error: unknown) => {
        state.value = "kept";
        if (asProblem(error).isOffline) timer = setTimeout(save, 10_000);
      });
  }

  watch([body, uploads], () => {
    if (wasTaken) {
      wasTaken = false;
      return;
    }
    if (isEmpty()) since.value = null;
    else since.value ??= newest();
    keep(false);
    state.value = isEmpty() ? "" : "kept";
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });

  function take(): Promise<unknown> {
    clearTimeout(timer);
    timer = undefined;
    wasTaken = true;
    body.value = "";
    uploads.value = [];
    since.value = null;
    state.value = "";
    localStorage.removeItem(place);
    return saving;
  }

  receivers.set(place, (text, files) => {
    body.value = [text, body.value].filter(Boolean).join("\n\n");
    uploads.value = [...files, ...uploads.value];
  });
  if (kept && !kept.isSaved && body.value) timer = setTimeout(save, SAVE_AFTER_MS);
  onScopeDispose(() => {
    receivers.delete(place);
    if (timer) save();
  });
  return { body, uploads, since, state, take };
}
