import { newKey } from "@/api/key";
import { action, form } from "./action";
import type { Context, View } from "./context";
import { Refused, type Ticket } from "./desk";
import { element, newId } from "./element";
import { homeView } from "./home";
import type { KeptTicket } from "./kept";

const LOOK_EVERY = 20_000;
const DONE = ["solved", "closed"];
const MOST_STARS = 5;

/** A ticket by its guest's token: what was said, an answer, an end, and how it was. */
export function conversationView(context: Context, kept: KeptTicket, token: string): View {
  const { texts, desk, memory } = context;
  const thread = element("ol", { class: "thread", "aria-label": kept.subject });
  const state = element("p", { class: "quiet" });
  const after = element("div");
  const lost = element("p", { class: "fault", role: "alert" });
  let newest = 0;
  let category = "";
  let timer = 0;

  const look = async () => {
    const ticket = await desk.ticket(token);
    lost.textContent = "";
    if (ticket.messages.length !== thread.childElementCount - 1 || !newest) paint(ticket);
    const last = ticket.messages.at(-1);
    if (newest && last && last.message_id > newest && last.author_id !== ticket.requester_id)
      context.tell(texts.newMessage(last.author_name ?? texts.desk));
    newest = last?.message_id ?? -1;
    state.textContent = `${ticket.reference} · ${stateOf(ticket)}`;
    if (ticket.status_category !== category) {
      category = ticket.status_category;
      after.replaceChildren(...(DONE.includes(category) ? [rating(ticket), reopen()] : [close()]));
    }
  };
  const stateOf = ({ status_category: of }: Ticket) =>
    of === "solved" ? texts.solved : of === "closed" ? texts.closed : of === "pending" ? texts.pending : texts.active;

  const paint = (ticket: Ticket) => {
    const first = { author_id: ticket.requester_id, author_name: null, body: ticket.description, created_at: ticket.created_at };
    thread.replaceChildren(
      ...[first, ...ticket.messages].map((message) => {
        const isOwn = message.author_id === ticket.requester_id;
        return element(
          "li",
          { class: isOwn ? "own" : "theirs" },
          element(
            "p",
            { class: "quiet" },
            isOwn ? texts.you : (message.author_name ?? texts.desk),
            " · ",
            element("time", { datetime: message.created_at }, when(context, message.created_at)),
          ),
          element("p", { class: "body", dir: "auto" }, message.body),
        );
      }),
    );
    thread.lastElementChild?.scrollIntoView({ block: "nearest" });
  };

  const id = newId();
  let draft = memory.reply(kept.reference);
  const input = element("textarea", {
    id,
    rows: 3,
    maxlength: 50_000,
    oninput: () => {
      draft = { body: input.value, key: newKey() };
      memory.keepReply(kept.reference, draft);
    },
  });
  input.value = draft.body;
  const send = action(
    context,
    texts.send,
    async () => {
      if (!draft.body.trim()) return input.focus();
      await desk.act(token, "reply", { body: draft.body, idempotency_key: draft.key });
      memory.keepReply(kept.reference);
      input.value = "";
      draft = { body: "", key: newKey() };
      await look();
      context.tell(texts.replied);
    },
    { type: "submit", class: "primary" },
  );

  const change = (label: string, verb: "close" | "reopen", told: string) => {
    const made = action(context, label, async () => {
      await desk.act(token, verb);
      await look();
      context.tell(told);
    });
    return element("div", {}, made.button, made.fault);
  };
  const close = () => change(texts.end, "close", texts.ended);
  const reopen = () => change(texts.reopen, "reopen", texts.reopened);

  const rating = (ticket: Ticket) => {
    const group = newId();
    let stars = ticket.ratings[0]?.rating ?? 0;
    const comment = element("textarea", { id: `${group}c`, rows: 2, maxlength: 2000 });
    const rate = action(
      context,
      texts.send,
      async () => {
        if (!stars) return;
        await desk.act(token, "rate", { rating: stars, ...(comment.value.trim() && { comment: comment.value }) });
        context.tell(texts.rated);
      },
      { type: "submit" },
    );
    return form(
      rate.run,
      element(
        "fieldset",
        { class: "stars" },
        element("legend", {}, texts.rate),
        ...Array.from({ length: MOST_STARS }, (_, at) => {
          const star = element("input", {
            type: "radio",
            name: group,
            value: at + 1,
            "aria-label": texts.stars(at + 1),
            onchange: () => {
              stars = at + 1;
            },
          });
          star.checked = stars === at + 1;
          return element("label", {}, star, element("span", { "aria-hidden": "true" }, "★"));
        }),
      ),
      element("div", { class: "field" }, element("label", { for: `${group}c` }, texts.comment), comment),
      rate.fault,
      rate.button,
    );
  };

  const begin = action(context, texts.open, look);
  const again = async () => {
    clearTimeout(timer);
    if (document.hidden) return;
    try {
      await look();
    } catch (error) {
      if (error instanceof Refused && error.status === 410) return;
    }
    if (thread.isConnected) timer = window.setTimeout(again, LOOK_EVERY);
  };
  const leave = () => {
    clearTimeout(timer);
    document.removeEventListener("visibilitychange", again);
  };
  document.addEventListener("visibilitychange", again);
  timer = window.setTimeout(again, LOOK_EVERY);
  void begin.run();

  return {
    title: kept.subject,
    back: () => context.show(homeView(context)),
    leave,
    node: element(
      "div",
      {},
      state,
      begin.fault,
      lost,
      thread,
      form(send.run, element("label", { for: id }, texts.reply), input, send.fault, send.button),
      after,
      element(
        "p",
        {},
        element(
          "button",
          {
            type: "button",
            class: "plain",
            onclick: () => {
              memory.forgetTicket(kept.reference);
              context.show(homeView(context));
            },
          },
          texts.forget,
        ),
      ),
    ),
  };
}

const when = ({ language }: Context, instant: string): string =>
  new Date(instant).toLocaleString(language, { dateStyle: "medium", timeStyle: "short" });
