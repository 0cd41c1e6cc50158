import { computed, shallowRef } from "vue";
import { call } from "./call";
import { preferences, type Preferences } from "./preferences";
import { asProblem, offline } from "./problem";
import { ask, borne, halt } from "./send";
import { setSignedIn } from "./signing";
import { inWords } from "@/texts/labels";

export interface Person {
  person_id: number;
  name: string;
  email: string | null;
  handle: string | null;
  role: "customer" | "agent" | "admin";
  desk_role: string;
  language: string;
  time_zone: string;
  organisation_id: number | null;
  organisation_name: string | null;
  has_shared_tickets: boolean;
  availability: string | null;
  signature: string | null;
  department_ids: number[] | null;
  impersonator_id: number | null;
}

export interface Branding {
  name: string;
  logo: string | null;
  theme: "light" | "dark" | "system";
  radius: number;
  font: string;
  primary_color: string;
  on_primary_color: string;
  /** Text on light and on dark surfaces. */
  link_color: string;
  dark_link_color: string;
}

export interface Status {
  status: string;
  category: "open" | "pending" | "on_hold" | "solved" | "closed";
  label: string;
  color: string;
  position: number;
  is_active: boolean;
  is_default: boolean;
}

export interface View {
  view_id: number;
  slug: string | null;
  name: string;
  sort: string;
  icon: string | null;
  color: string | null;
  shared_with: string;
  is_own: boolean;
}

/** Of the bell, of @Mentions, and requests for help that are not addressed. */
export interface Unread {
  notifications: number;
  mentions: number;
  requests: number;
}

/** What rpc/begin_session tells: see its description. */
export interface Desk {
  settings: { [key: string]: unknown };
  branding: Branding;
  preferences: Preferences;
  /** The one ticket that a guest's link opens. */
  guest_ticket_id: number | null;
  unread: Unread | null;
  statuses: Status[];
  transitions: { [from: string]: string[] };
  priorities: { priority: string; label: string; color: string; position: number }[];
  ticket_types: { ticket_type: string; label: string }[];
  departments: { department_id: number; name: string }[];
  views: View[] | null;
}

interface Told extends Desk {
  person: Person | null;
  permissions: string[];
}

export interface Session {
  person: Person;
}

export interface Guest {
  access_token: string;
  expires_in: number;
  ticket_id: number;
  reference: string;
}

/** Who is signed in; null: nobody. */
export const session = shallowRef<Session | null>(null);
/** The one ticket that is open here without an account; null: none. */
export const guest = shallowRef<Guest | null>(null);
const told = shallowRef<Desk>({
  settings: {},
  branding: {
    name: "pgdesk",
    logo: null,
    theme: "system",
    radius: 8,
    font: "system-ui, sans-serif",
    primary_color: "#175cd3",
    on_primary_color: "#ffffff",
    link_color: "#175cd3",
    dark_link_color: "#6895e2",
  },
  preferences: {},
  guest_ticket_id: null,
  unread: null,
  statuses: [],
  transitions: {},
  priorities: [],
  ticket_types: [],
  departments: [],
  views: null,
});
/** What pages know of the desk, as of whoever looks at it. */
export const desk = computed<Desk>(() => ({
  ...told.value,
  statuses: told.value.statuses.map((one) => ({ ...one, label: inWords(one.status, one.label) })),
  priorities: told.value.priorities.map((one) => ({ ...one, label: inWords(one.priority, one.label) })),
  ticket_types: told.value.ticket_types.map((one) => ({ ...one, label: inWords(one.ticket_type, one.label) })),
}));
export const isStaff = computed(() => session.value !== null && session.value.person.role !== "customer");
export const isAdmin = computed(() => session.value?.person.role === "admin");

const permissions = shallowRef<ReadonlySet<string>>(new Set());
/** Whether who looks at the page, signed in or a guest, has a permission. */
export const can = (permission: string): boolean => permissions.value.has(permission);

// Cookies of a session are hidden from scripts: this says whose may be there, to be renewed.
const MARK = "pgdesk-signed-in";

/** Finds out who has the cookies of a session here, and how the desk is set. Throws Problem. */
export async function findSession(): Promise<void> {
  // Who signs in on another page has the cookies of this one, too: what is written here would be theirs.
  addEventListener("storage", ({ key, newValue }) => {
    if (key === MARK && newValue && session.value && newValue !== String(session.value.person.person_id)) location.reload();
  });
  try {
    await begin();
    if (session.value || localStorage.getItem(MARK) === null) return;
    await ask("/auth/refresh", undefined, "POST");
  } catch (error) {
    if (asProblem(error).status !== 401) throw error;
    // What is left of a session that ended would be refused again and again.
    await ask("/auth/refresh", undefined, "POST").catch(() => ask("/auth/logout", undefined, "POST"));
  }
  await begin();
}

/** Throws Problem where the server is not reached: whoever is here stays so. */
export async function signOut(): Promise<void> {
  // What is answered later would ask to sign in again.
  const resume = halt();
  try {
    await fetch("/auth/logout", { method: "POST", credentials: "same-origin" });
  } catch {
    resume();
    throw offline();
  }
  localStorage.removeItem(MARK);
  session.value = null;
  permissions.value = new Set();
  setSignedIn(false);
}

/** Learns anew who is signed in and how the desk is set. Throws Problem. */
export async function begin(): Promise<void> {
  const { person, permissions: names, ...rest } = (await call("begin_session", {})) as unknown as Told;
  // Somebody else signed in on a page that shows another's work.
  if (session.value && person && session.value.person.person_id !== person.person_id && !borne()) return location.reload();
  told.value = rest;
  preferences.value = rest.preferences;
  permissions.value = new Set(names);
  session.value = person && { person };
  setSignedIn(person !== null);
  // A token says nothing of whose cookies are here.
  if (borne()) return;
  if (person) localStorage.setItem(MARK, String(person.person_id));
  else localStorage.removeItem(MARK);
}
