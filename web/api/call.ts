import type { Database } from "./schema";
import { ask } from "./send";

export type Views = Database["api"]["Views"];
export type View = keyof Views;
/** A row of a view, as /rest/<view> answers it. */
export type Row<V extends View> = Views[V]["Row"];
type Verbs = Database["api"]["Functions"];
export type Verb = keyof Verbs;
export type Arguments<V extends Verb> = Verbs[V]["Args"];

/** Calls a verb. Throws Problem. */
export const call = <V extends Verb>(verb: V, args: Arguments<V>): Promise<Verbs[V]["Returns"]> =>
  ask(`/rest/rpc/${verb}`, args);
