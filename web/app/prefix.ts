/** Where the pages are: "/support", or what the setting route_prefix says. */
export const PREFIX = document.querySelector<HTMLMetaElement>("meta[name=pgdesk-prefix]")?.content || "/support";
