import { action, form } from "./action";
import type { Context, View } from "./context";
import { conversationView } from "./conversation";
import { element, newId } from "./element";
import { homeView } from "./home";
import type { KeptTicket } from "./kept";

/** Asks for the code that was mailed: only who has the address reads what is answered to it. */
export function codeView(context: Context, ticket: KeptTicket, thanks?: string): View {
  const { texts, desk, memory } = context;
  const { email, reference } = ticket;
  const id = newId();
  const input = element("input", {
    id,
    inputmode: "numeric",
    autocomplete: "one-time-code",
    maxlength: 20,
    dir: "ltr",
    "aria-required": "true",
  });
  const open = action(
    context,
    texts.open,
    async () => {
      const { token } = await desk.useCode({ email, reference, code: input.value.replace(/\D/g, "") });
      const opened = { ...ticket, token };
      memory.keepTicket(opened);
      context.show(conversationView(context, opened, token));
    },
    { type: "submit", class: "primary" },
  );
  const again = action(context, texts.sendAgain, async () => {
    await desk.mailAgain({ email, reference });
    context.tell(texts.sentAgain);
  });
  return {
    title: ticket.reference,
    back: () => context.show(homeView(context)),
    node: form(
      open.run,
      thanks && element("p", { role: "status" }, element("strong", {}, thanks)),
      element("p", {}, texts.codeHint(email)),
      element("div", { class: "field" }, element("label", { for: id }, texts.code), input),
      open.fault,
      again.fault,
      element("div", { class: "together" }, open.button, again.button),
      element(
        "p",
        {},
        element(
          "button",
          {
            type: "button",
            class: "plain",
            onclick: () => {
              memory.forgetTicket(reference);
              context.show(homeView(context));
            },
          },
          texts.forget,
        ),
      ),
    ),
  };
}
