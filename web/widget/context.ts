import { Refused, Unreachable, type Branding, type Desk } from "./desk";
import type { Memory } from "./kept";
import type { Language, Texts } from "./texts";

/** What all parts of the widget share. */
export interface Context {
  readonly desk: Desk;
  readonly memory: Memory;
  readonly branding: Branding;
  readonly texts: Texts;
  readonly language: Language;
  /** What the site says of its visitor. */
  readonly visitor: { name: string; email: string };
  /** Shows a view in place of another; the focus goes to its heading. */
  show(view: View): void;
  /** Says something to who hears the page, and shows it below. */
  tell(text: string): void;
}

export interface View {
  readonly title: string;
  readonly node: HTMLElement;
  /** Where the arrow leads; without it there is none. */
  readonly back?: () => void;
  /** When another view is shown, or the panel closed. */
  readonly leave?: () => void;
}

/** An error as the desk words it, with what to do. */
export function worded(error: unknown, texts: Texts): string {
  if (error instanceof Unreachable) return texts.offline;
  if (error instanceof Refused && error.message)
    return [error.message, error.hint]
      .filter(Boolean)
      .map((part) => part.charAt(0).toUpperCase() + part.slice(1))
      .map((part) => (/[.!?]$/.test(part) ? part : `${part}.`))
      .join(" ");
  return texts.failed;
}
