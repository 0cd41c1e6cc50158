import { newKey } from "@/api/key";
import { solve } from "@/api/work";
import { askedNow, isAnswered, type Asked, type RequestForm } from "@/portal/create/asked";
import { action, form } from "./action";
import { afterPause, articleList } from "./articles";
import { codeView } from "./code";
import type { Context, View } from "./context";
import { element } from "./element";
import { control, type Control } from "./field";
import { homeView } from "./home";
import type { Draft } from "./kept";

/** Where the desk offers no forms. */
const PLAIN = "";

/** Opens a ticket: by one of the desk's forms, with what the form asks for. */
export function requestView(context: Context): View {
  const node = element("div", {}, element("p", { role: "status" }, "…"));
  void fill(context, node);
  return { title: context.texts.write, back: () => context.show(homeView(context)), node };
}

async function fill(context: Context, node: HTMLElement): Promise<void> {
  const load = action(context, context.texts.write, async () => {
    const forms = await context.desk.forms();
    node.replaceChildren(...choices(context, forms.length ? forms : [plainForm(context)]));
  });
  node.append(load.fault);
  await load.run();
}

function choices(context: Context, forms: readonly RequestForm[]): HTMLElement[] {
  const { texts, memory } = context;
  const body = element("div");
  const draft: Draft = memory.draft ?? { name: context.visitor.name, email: context.visitor.email, answers: {}, key: newKey() };
  const open = (name: string | undefined) => {
    const chosen = forms.find((each) => each.form === name) ?? (forms.length === 1 ? forms[0] : undefined);
    draft.form = chosen?.form;
    body.replaceChildren(...(chosen ? [filledForm(context, chosen, draft)] : []));
  };
  open(draft.form);
  if (forms.length === 1) return [body];
  const topic = control(
    texts,
    {
      label: texts.topic,
      hint: null,
      field_type: "select",
      options: forms.map((each) => ({ value: each.form, label: each.title })),
      min_value: null,
      max_value: null,
    },
    draft.form,
    (answer) => open(String(answer ?? "")),
  );
  topic.require(true);
  return [topic.node, body];
}

function filledForm(context: Context, shown: RequestForm, draft: Draft): HTMLElement {
  const { texts, desk, memory, language } = context;
  const keep = () => {
    memory.draft = draft;
  };
  const changed = () => {
    // What is sent anew after a change is another request.
    draft.key = newKey();
    keep();
  };
  const suggestions = element("div", { "aria-live": "polite" });
  const suggest = afterPause(async (text: string) => {
    const articles = text.trim().length > 3 ? await desk.suggest(text, language) : [];
    suggestions.replaceChildren(
      ...(articles.length
        ? [element("div", { class: "panel" }, element("p", {}, texts.perhaps), articleList(context, articles))]
        : []),
    );
  });

  const controls = new Map<string, Control>();
  const arrange = () => {
    const asked = new Map(askedNow(shown.fields, draft.answers).map((field) => [field.key, field.isRequired]));
    for (const [key, made] of controls) {
      made.node.hidden = !asked.has(key);
      made.require(asked.get(key) ?? false);
    }
  };
  for (const field of shown.fields) {
    const made = control(
      texts,
      { ...field, label: labelOf(context, field) },
      draft.answers[field.key],
      (answer) => {
        if (answer === undefined) delete draft.answers[field.key];
        else draft.answers[field.key] = answer;
        changed();
        made.blame("");
        arrange();
        if (field.key === "subject" || field.key === "description")
          suggest([draft.answers.subject, draft.answers.description].filter(Boolean).join("\n"));
      },
      field.key === "subject" ? { maxlength: 500 } : {},
    );
    controls.set(field.key, made);
  }
  arrange();

  const about = (key: "name" | "email", more: Record<string, unknown>) => {
    const made = control(
      texts,
      { label: texts[key], hint: null, field_type: "text", options: null, min_value: null, max_value: null },
      draft[key],
      (answer) => {
        draft[key] = String(answer ?? "");
        changed();
        made.blame("");
      },
      more,
    );
    made.require(key === "email");
    return made;
  };
  const name = about("name", { autocomplete: "name", maxlength: 200 });
  const email = about("email", { type: "email", inputmode: "email", autocomplete: "email", maxlength: 320, dir: "ltr" });
  // What no person sees, and programs fill in.
  const website = element("input", { name: "website", tabindex: -1, autocomplete: "off" });

  const send = action(
    context,
    texts.send,
    async () => {
      const asked = askedNow(shown.fields, draft.answers);
      const wrong = asked
        .filter((field) => field.isRequired && !isAnswered(draft.answers[field.key]))
        .map((field) => controls.get(field.key))
        .filter((made): made is Control => made !== undefined);
      if (!draft.email.trim()) wrong.push(email);
      for (const made of wrong) made.blame(texts.missing);
      if (wrong[0]) {
        wrong[0].input.focus();
        return;
      }
      context.tell(texts.sending);
      const { challenge, bits } = await desk.challenge();
      if (challenge) context.tell(texts.working);
      const { subject, description, ...customFields } = Object.fromEntries(
        asked.map(({ key }) => [key, draft.answers[key]]).filter(([, answer]) => isAnswered(answer)),
      );
      const made = await desk.open({
        ...(shown.form !== PLAIN && { form: shown.form }),
        ...(subject !== undefined && { subject }),
        ...(description !== undefined && { description }),
        ...(Object.keys(customFields).length && { custom_fields: customFields }),
        email: draft.email,
        ...(draft.name.trim() && { name: draft.name }),
        language,
        website: website.value,
        ...(challenge && { challenge: await solve(challenge, bits) }),
        idempotency_key: draft.key,
      });
      const ticket = { reference: made.reference, subject: String(subject ?? shown.title), email: draft.email };
      memory.keepTicket(ticket);
      memory.draft = undefined;
      context.tell("");
      context.show(codeView(context, ticket, shown.thanks || texts.sent));
    },
    { type: "submit", class: "primary" },
  );
  const fields = shown.fields.map((field) => controls.get(field.key)?.node);
  const subjectAt = shown.fields.findIndex((field) => field.key === "subject") + 1;
  return form(
    async () => {
      await send.run();
      if (send.fault.textContent) context.tell("");
    },
    shown.introduction && element("p", {}, shown.introduction),
    ...fields.slice(0, subjectAt),
    suggestions,
    ...fields.slice(subjectAt),
    name.node,
    email.node,
    element("div", { class: "trap", "aria-hidden": "true" }, element("label", {}, "Website ", website)),
    send.fault,
    send.button,
  );
}

function labelOf({ texts }: Context, field: Asked): string {
  if (field.key === "subject" && field.label === "Subject") return texts.subject;
  if (field.key === "description" && field.label === "Description") return texts.message;
  return field.label;
}

function plainForm({ texts }: Context): RequestForm {
  const plain = { hint: null, is_required: true, shown_when: {}, required_when: {}, pattern: null, min_value: null, max_value: null, options: null };
  return {
    form: PLAIN,
    title: texts.write,
    introduction: null,
    thanks: null,
    fields: [
      { ...plain, key: "subject", label: texts.subject, field_type: "text" },
      { ...plain, key: "description", label: texts.message, field_type: "long_text" },
    ],
  };
}
