// What happens at the desk, told to pages while it happens: one stream for all tabs of a browser.
//
//     const live = new Live({ token: async () => "…" });       // without token: the cookie of the session
//     live.join(5001);
//     live.on("TicketUpdated", (event) => …); live.on("Reset", readAnew);
//
// One tab holds the stream and hands on what it says (Web Locks choose it, another follows when it closes). EventSource
// gives up for good at a 503 or 401; here every end is followed by another try, with a new token where it was refused.

const CHANNEL = "pgdesk-live";
const SHORTEST = 500;
const LONGEST = 30_000;
// Longer than the server is silent.
const SILENCE = 40_000;
const REMEMBERED = 2_000;

export class Live {
  #address;
  #token;
  #handlers = new Map();
  #joined = new Set();
  #channel;
  #leading = null;
  #closing = new AbortController();
  #id = crypto.getRandomValues(new Uint32Array(4)).join("-");
  // Where the stream was when this tab last heard of it, for the day that it leads.
  #after = "";

  // address: of /live; token: gives a bearer token, asked again when one is refused; name: of who shares a stream.
  constructor({ address = "/live", token = null, name = "" } = {}) {
    this.#address = address;
    this.#token = token;
    this.#channel = new BroadcastChannel(`${CHANNEL}-${name}`);
    this.#channel.onmessage = ({ data }) => this.#hear(data);
    const options = { signal: this.#closing.signal };
    // By plain http there are no locks, and each tab has a stream.
    const leading = navigator.locks
      ? navigator.locks.request(`${CHANNEL}-${name}`, options, () => this.#lead())
      : this.#lead();
    leading.catch((problem) => {
      if (problem.name !== "AbortError") throw problem;
    });
    addEventListener("pagehide", () => this.#tellJoined([]));
    addEventListener("pageshow", () => this.#tellJoined());
  }

  // Whether this tab holds the stream.
  get isLeading() {
    return this.#leading !== null;
  }

  // handler(data) for messages of a name: Ready, TicketUpdated, Notification, Presence, TicketLost, Reset, Ended.
  on(name, handler) {
    const handlers = this.#handlers.get(name) ?? new Set();
    this.#handlers.set(name, handlers.add(handler));
    return () => handlers.delete(handler);
  }

  join(ticketId) {
    this.#joined.add(Number(ticketId));
    this.#tellJoined();
  }

  leave(ticketId) {
    this.#joined.delete(Number(ticketId));
    this.#tellJoined();
  }

  close() {
    this.#tellJoined([]);
    this.#closing.abort();
    this.#leading?.stop();
    this.#channel.close();
  }

  #tellJoined(tickets = [...this.#joined]) {
    if (this.#closing.signal.aborted) return;
    this.#leading?.join(this.#id, tickets);
    this.#channel.postMessage({ kind: "joined", tab: this.#id, tickets });
  }

  #hear(said) {
    if (said.kind === "told") {
      if (this.isLeading) return;
      this.#after = said.after;
      this.#hand(said.name, said.data);
    } else if (said.kind === "joined") {
      this.#leading?.join(said.tab, said.tickets);
    } else if (said.kind === "asked") {
      this.#tellJoined();
    }
  }

  #hand(name, data) {
    for (const handler of this.#handlers.get(name) ?? []) handler(data);
  }

  async #lead() {
    if (this.#closing.signal.aborted) return;
    this.#leading = new Stream(this.#address, this.#token, this.#after, (name, data, after) => {
      this.#channel.postMessage({ kind: "told", name, data, after });
      this.#hand(name, data);
    });
    this.#leading.join(this.#id, [...this.#joined]);
    this.#channel.postMessage({ kind: "asked" });
    await this.#leading.run();
  }
}

class Stream {
  #address;
  #token;
  #tell;
  #tabs = new Map();
  #after;
  #seen = new Set();
  #isStopped = false;
  #restarting = new AbortController();
  #tickets = "";

  // tell(name, data, after): after is where it was before.
  constructor(address, token, after, tell) {
    this.#address = address;
    this.#token = token;
    this.#after = after;
    this.#tell = (name, data) => tell(name, data, this.#after);
  }

  join(tab, tickets) {
    this.#tabs.set(tab, tickets);
    const wanted = [...new Set([...this.#tabs.values()].flat())].sort((a, b) => a - b).slice(-100).join(",");
    if (wanted !== this.#tickets) {
      this.#tickets = wanted;
      // It goes on where it was, with other tickets.
      this.#restarting.abort();
    }
  }

  stop() {
    this.#isStopped = true;
    this.#restarting.abort();
  }

  async run() {
    let failures = 0;
    while (!this.#isStopped) {
      this.#restarting = new AbortController();
      const began = Date.now();
      let wait = 0;
      try {
        wait = await this.#read(this.#restarting.signal);
        failures = 0;
      } catch {
        if (!this.#restarting.signal.aborted) failures = Date.now() - began > LONGEST ? 1 : failures + 1;
      }
      if (this.#isStopped) return;
      if (failures) wait = Math.max(wait, Math.min(LONGEST, SHORTEST * 2 ** (failures - 1)));
      // Not all at once after a restart of the server.
      if (wait) await pause(wait * (0.5 + Math.random()), this.#restarting.signal);
    }
  }

  // Reads until the end; the milliseconds until the next try.
  async #read(signal) {
    const headers = { Accept: "text/event-stream" };
    const token = await this.#token?.();
    if (token) headers.Authorization = `Bearer ${token}`;
    if (this.#after) headers["Last-Event-ID"] = this.#after;
    const query = this.#tickets ? `?all=1&tickets=${this.#tickets}` : "";
    const answer = await fetch(`${this.#address}${query}`, { headers, signal, cache: "no-store" });
    if (!answer.ok) {
      const told = await answer.json().catch(() => ({ code: `HTTP${answer.status}` }));
      if (answer.status === 404) {
        // A ticket that is not seen any more; the others go on.
        const lost = Number(/ticket (\d+) /.exec(told.message)?.[1]);
        this.#forget(lost);
        this.#tell("TicketLost", { ticket_id: lost });
      } else if (answer.status < 500 && answer.status !== 429) {
        this.#after = answer.status === 400 ? "" : this.#after;
        this.#tell("Ended", told);
      }
      const seconds = Number(answer.headers.get("Retry-After"));
      if (seconds) return seconds * 1000;
      throw new Error(told.code);
    }
    return await this.#parse(answer.body.pipeThrough(new TextDecoderStream()).getReader(), signal);
  }

  #forget(ticketId) {
    for (const [tab, tickets] of this.#tabs) this.#tabs.set(tab, tickets.filter((id) => id !== ticketId));
    this.#tickets = [...new Set([...this.#tabs.values()].flat())].sort((a, b) => a - b).join(",");
  }

  async #parse(reader, signal) {
    let rest = "";
    let message = { name: "", data: "" };
    while (true) {
      // A connection that is dead at one end only says nothing, and no end either.
      const silence = setTimeout(() => reader.cancel().catch(() => {}), SILENCE);
      const { value, done } = await reader.read().finally(() => clearTimeout(silence));
      if (done || signal.aborted) return 1;
      const lines = (rest + value).split("\n");
      rest = lines.pop();
      for (const line of lines) {
        if (line.startsWith("event: ")) message.name = line.slice(7);
        else if (line.startsWith("data: ")) message.data = line.slice(6);
        else if (line.startsWith("id: ")) this.#after = line.slice(4);
        else if (line === "" && message.data) {
          this.#pass(message.name, JSON.parse(message.data));
          message = { name: "", data: "" };
        }
      }
    }
  }

  // What comes twice after a break is handed on once.
  #pass(name, data) {
    const key = name === "TicketUpdated" ? data.event_id : name === "Notification" ? -data.notification_id : null;
    if (key !== null) {
      if (this.#seen.has(key)) return;
      this.#seen.add(key);
      if (this.#seen.size > REMEMBERED) this.#seen.delete(this.#seen.values().next().value);
    }
    if (name === "TicketLost") this.#forget(data.ticket_id);
    this.#tell(name, data);
  }
}

function pause(milliseconds, signal) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => (clearTimeout(timer), resolve()), { once: true });
  });
}
