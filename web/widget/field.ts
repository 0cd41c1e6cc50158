import type { Answer, Asked } from "@/portal/create/asked";
import { element, newId } from "./element";
import type { Texts } from "./texts";

export interface Control {
  readonly node: HTMLElement;
  readonly input: HTMLElement;
  require(isRequired: boolean): void;
  /** Says what is wrong with it; nothing: it is right. */
  blame(fault: string): void;
}

type Base = Pick<Asked, "label" | "hint" | "field_type" | "options" | "min_value" | "max_value">;

/** A labelled control; `change` is told what it holds whenever that changes. */
export function control(
  texts: Texts,
  field: Base,
  answer: Answer | undefined,
  change: (answer: Answer | undefined) => void,
  more: Record<string, unknown> = {},
): Control {
  const id = newId();
  const input = make(texts, field, answer, change, { id, ...more });
  const optional = element("span", { class: "quiet" }, ` ${texts.optional}`);
  const fault = element("p", { class: "fault", id: `${id}f`, hidden: true });
  const hint = field.hint ? element("p", { class: "quiet", id: `${id}h` }, field.hint) : null;
  input.setAttribute("aria-describedby", `${id}f${hint ? ` ${id}h` : ""}`);
  const isGroup = input.tagName === "FIELDSET";
  const isChecked = field.field_type === "checkbox";
  const label = isGroup
    ? element("legend", {}, field.label, optional)
    : element("label", { for: id }, field.label, optional);
  if (isGroup) input.prepend(label);
  const node = element(
    "div",
    { class: isChecked ? "field check" : "field" },
    !isGroup && !isChecked && label,
    input,
    isChecked && label,
    hint,
    fault,
  );
  return {
    node,
    input,
    require(isRequired) {
      optional.hidden = isRequired;
      if (!isGroup) input.setAttribute("aria-required", String(isRequired));
    },
    blame(told) {
      fault.textContent = told;
      fault.hidden = !told;
      input.toggleAttribute("data-wrong", Boolean(told));
      input.setAttribute("aria-invalid", String(Boolean(told)));
    },
  };
}

function make(
  texts: Texts,
  field: Base,
  answer: Answer | undefined,
  change: (answer: Answer | undefined) => void,
  more: Record<string, unknown>,
): HTMLElement {
  const text = answer === undefined ? "" : String(answer);
  switch (field.field_type) {
    case "checkbox": {
      const box = element("input", { type: "checkbox", ...more, onchange: () => change(box.checked || undefined) });
      box.checked = answer === true;
      return box;
    }
    case "select": {
      const options = (field.options ?? []).map((each) => element("option", { value: each.value }, each.label));
      const list = element(
        "select",
        { ...more, onchange: () => change(list.value || undefined) },
        element("option", { value: "" }, texts.choose),
        ...options,
      );
      list.value = text;
      return list;
    }
    case "multi_select": {
      const chosen = new Set(Array.isArray(answer) ? answer : []);
      return element(
        "fieldset",
        more,
        ...(field.options ?? []).map((each) => {
          const box = element("input", {
            type: "checkbox",
            onchange: () => {
              if (box.checked) chosen.add(each.value);
              else chosen.delete(each.value);
              change([...chosen]);
            },
          });
          box.checked = chosen.has(each.value);
          return element("label", { class: "choice" }, box, ` ${each.label}`);
        }),
      );
    }
    case "long_text": {
      const area = element("textarea", { rows: 5, ...more, oninput: () => change(area.value) });
      area.value = text;
      return area;
    }
    default: {
      const type = field.field_type === "text" ? "text" : field.field_type;
      const line = element("input", {
        type,
        ...(type === "number" && { step: "any", min: field.min_value, max: field.max_value }),
        ...more,
        oninput: () => change(type === "number" && line.value ? line.valueAsNumber : line.value),
      });
      line.value = text;
      return line;
    }
  }
}
