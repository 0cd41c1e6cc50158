/** Of the desk, in pages of other sites; "" on its own. */
export let ORIGIN = "";
/** Where the pages are: "/support", or what the setting route_prefix says; the whole address in pages of other sites. */
export let PREFIX = document.querySelector<HTMLMetaElement>("meta[name=pgdesk-prefix]")?.content || "/support";

/** In a page of another site: the desk's pages are at this address. */
export function embedFrom(address: string): void {
  ORIGIN = new URL(address).origin;
  PREFIX = address;
}
