import { element } from "./element";
import { worded, type Context } from "./context";

/** A button, or the submit button of a form, whose work is told where it fails; it works once at a time. */
export function action(
  context: Context,
  label: string,
  work: () => Promise<void>,
  properties: Record<string, unknown> = {},
): { button: HTMLButtonElement; fault: HTMLElement; run: () => Promise<void> } {
  const fault = element("p", { class: "fault", role: "alert" });
  const run = async () => {
    if (button.getAttribute("aria-disabled") === "true") return;
    button.setAttribute("aria-disabled", "true");
    fault.textContent = "";
    try {
      await work();
    } catch (error) {
      fault.textContent = worded(error, context.texts);
    } finally {
      button.removeAttribute("aria-disabled");
    }
  };
  const isSubmit = properties.type === "submit";
  const button = element("button", { type: "button", ...properties, ...(!isSubmit && { onclick: run }) }, label);
  return { button, fault, run };
}

/** A form that sends itself by its action, and by nothing else. */
export function form(run: () => Promise<void>, ...children: Parameters<typeof element>[2][]): HTMLFormElement {
  return element(
    "form",
    {
      novalidate: true,
      onsubmit: (event: Event) => {
        event.preventDefault();
        void run();
      },
    },
    ...children,
  );
}
