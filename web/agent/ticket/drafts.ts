import { computed, onScopeDispose, ref, watch, type ComputedRef, type Ref } from "vue";
import { call, type Row } from "@/api/client";
import { asProblem } from "@/api/problem";
import { useUploads, type Arrived } from "@/api/uploads";
import { placeOf, type Place } from "@/ui/drafts";

export type Kind = "reply" | "note";

/** What somebody has begun to write, as this device keeps it. */
interface Kept {
  body: string;
  uploads: Arrived[];
  /** When it was typed. */
  at: string;
  /** Newest message when it was begun; null: it is not begun. */
  since: number | null;
  /** The server has it, too. */
  isSaved: boolean;
}

export type Told = Omit<Row<"drafts">, "ticket_id">;

export interface Draft {
  body: Ref<string>;
  uploads: ReturnType<typeof useUploads>;
  /** Newest message of the ticket when it was begun; null: it is not begun. */
  since: Ref<number | null>;
  /** kept: on this device only, since the server is not reached. */
  state: Ref<"" | "saving" | "saved" | "kept">;
  isBegun: ComputedRef<boolean>;
  /** What the server has now: another device's, or what was to be sent later and was not, is joined with what is typed here.
   *  `files` are those that came back with it. */
  hear: (now: Told | undefined, files?: readonly Arrived[]) => void;
  /** Empties it for what was sent; resolves when nothing of it is on its way to the server any more. */
  take: () => Promise<unknown>;
}

const SAVE_AFTER_MS = 1500;
const TRY_AGAIN_AFTER_MS = 10_000;
const receivers = new Map<string, (body: string, uploads: Arrived[]) => void>();

const nameOf = (ticketId: number, kind: Kind): string => `${kind} ${ticketId}`;
const placeIn = (ticketId: number, kind: Kind): Place<Kept> => placeOf<Kept>(nameOf(ticketId, kind));
const joined = (...texts: (string | undefined)[]): string => texts.filter(Boolean).join("\n\n");

/** What was sent, and came back: it is a draft again, above what has been begun meanwhile. */
export function giveBack(letter: { ticketId: number; kind: Kind; body: string; uploads: Arrived[] }): void {
  const receiver = receivers.get(nameOf(letter.ticketId, letter.kind));
  if (receiver) return receiver(letter.body, letter.uploads);
  const place = placeIn(letter.ticketId, letter.kind);
  const kept = place.read();
  const uploads = [...letter.uploads, ...(kept?.uploads ?? [])];
  place.write({ body: joined(letter.body, kept?.body), uploads, at: new Date().toISOString(), since: null, isSaved: false });
}

/** A draft that outlives the page: on this device at once, and on the server soon after. `server`: what the server has. */
export function useDraft(ticketId: number, kind: Kind, server: Told | undefined, newest: () => number): Draft {
  const place = placeIn(ticketId, kind);
  const kept = place.read();
  let told = server;
  // The server's is another device's where this one has nothing that it lacks.
  const isServers = told !== undefined && (kept === null || kept.isSaved);
  const isBoth = told !== undefined && !isServers && told.updated_at > (kept?.at ?? "") && !kept?.body.includes(told.body);
  const known = (key: string): Arrived =>
    kept?.uploads.find((one) => one.upload_key === key) ?? { upload_key: key, filename: "", size_bytes: 0 };
  const body = ref(isServers || isBoth ? joined(told?.body, isBoth ? kept?.body : "") : (kept?.body ?? ""));
  const uploads = useUploads(isServers ? told?.uploads.map(known) : kept?.uploads);
  const isBegun = computed(() => body.value.trim() !== "" || uploads.arrived.value.length > 0);
  const since = ref(isBegun.value ? (kept?.since ?? newest()) : null);
  const state = ref<"" | "saving" | "saved" | "kept">(body.value ? (isServers || kept?.isSaved ? "saved" : "kept") : "");
  let timer: ReturnType<typeof setTimeout> | undefined;
  let saving: Promise<unknown> = Promise.resolve();
  let wasTaken = false;
  /** What this page has sent of it, and what the server has by that. */
  const mine = new Set<string>();
  let saved = told?.body ?? "";
  let isSent = false;

  function keep(isSaved: boolean): void {
    if (!isBegun.value) return place.forget();
    place.write({ body: body.value, uploads: uploads.arrived.value, at: new Date().toISOString(), since: since.value, isSaved });
  }

  function save(): void {
    clearTimeout(timer);
    timer = undefined;
    const sent = { body: body.value, uploads: uploads.keys.value };
    state.value = "saving";
    mine.add(sent.body);
    saving = saving
      .then(() => call("save_draft", { ticket_id: ticketId, kind, ...sent }))
      .then(() => {
        saved = sent.body;
        if (body.value !== sent.body || timer) return;
        keep(true);
        state.value = isBegun.value ? "saved" : "";
      })
      .catch((error: unknown) => {
        state.value = "kept";
        const { isOffline, status } = asProblem(error);
        if (isOffline || status >= 500) timer = setTimeout(save, TRY_AGAIN_AFTER_MS);
      });
  }

  watch([body, uploads.arrived], () => {
    if (wasTaken) {
      wasTaken = false;
      return;
    }
    if (isBegun.value) since.value ??= newest();
    else since.value = null;
    keep(false);
    state.value = isBegun.value ? "kept" : "";
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
  });

  function hear(now: Told | undefined, files?: readonly Arrived[]): void {
    if (files || (!now && isSent)) {
      mine.clear();
      saved = "";
      isSent = false;
    }
    if (!now || now.updated_at <= (told?.updated_at ?? "")) return;
    told = now;
    if (mine.has(now.body)) return;
    if (!body.value.includes(now.body)) join(now.body);
    saved = now.body;
    const more = now.uploads.filter((key) => !uploads.keys.value.includes(key));
    const named = more.map((key, at) => (files && more.length === files.length ? { ...files[at]!, upload_key: key } : known(key)));
    if (named.length) uploads.set([...named, ...uploads.arrived.value]);
  }

  function join(text: string): void {
    if (body.value === saved) body.value = text;
    else if (saved && text.endsWith(saved)) body.value = text.slice(0, -saved.length) + body.value;
    else body.value = joined(text, body.value);
  }

  function take(): Promise<unknown> {
    clearTimeout(timer);
    timer = undefined;
    wasTaken = isSent = true;
    body.value = "";
    uploads.set([]);
    since.value = null;
    state.value = "";
    place.forget();
    return saving;
  }

  receivers.set(nameOf(ticketId, kind), (text, files) => {
    body.value = joined(text, body.value);
    uploads.set([...files, ...uploads.arrived.value]);
  });
  if (kept && !kept.isSaved && body.value) timer = setTimeout(save, SAVE_AFTER_MS);
  onScopeDispose(() => {
    receivers.delete(nameOf(ticketId, kind));
    if (timer) save();
  });
  return { body, uploads, since, state, isBegun, hear, take };
}
