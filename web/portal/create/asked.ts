export interface Asked {
  key: string;
  label: string;
  hint: string | null;
  field_type: "text" | "long_text" | "number" | "date" | "checkbox" | "select" | "multi_select";
  is_required: boolean;
  /** Shown once each of these was answered so; by [] in any way. */
  shown_when: Answers;
  required_when: Answers;
  pattern: string | null;
  min_value: number | null;
  max_value: number | null;
  options: { value: string; label: string }[] | null;
}

export interface RequestForm {
  form: string;
  title: string;
  introduction: string | null;
  thanks: string | null;
  fields: Asked[];
}

export type Answer = string | number | boolean | string[] | null | undefined;
export type Answers = Record<string, Answer[]>;

export const isAnswered = (answer: Answer): boolean =>
  Array.isArray(answer) ? answer.length > 0 : answer !== null && answer !== undefined && String(answer).trim() !== "";

/** As the API sees it (rpc/create_ticket): of several that were chosen one is enough. */
const fits = (when: Answers, given: Record<string, Answer>): boolean =>
  Object.entries(when).every(([key, wanted]) => {
    const answer = given[key];
    if (!isAnswered(answer)) return false;
    return wanted.length === 0 || wanted.some((one) => (Array.isArray(answer) ? answer.includes(String(one)) : answer === one));
  });

/** The fields that are asked now, with whether they must be answered. A field that is not shown has no answer. */
export function askedNow(fields: readonly Asked[], typed: Record<string, Answer>): (Asked & { isRequired: boolean })[] {
  let shown = [...fields];
  // Until nothing more goes: a field may hang on one that hangs on another.
  for (;;) {
    const given = Object.fromEntries(shown.map(({ key }) => [key, typed[key]]));
    const left = shown.filter((field) => fits(field.shown_when, given));
    if (left.length === shown.length) {
      const must = ({ is_required, required_when: when }: Asked) =>
        is_required || (Object.keys(when).length > 0 && fits(when, given));
      return left.map((field) => ({ ...field, isRequired: must(field) }));
    }
    shown = left;
  }
}
