import { embedFrom } from "@/app/prefix";
import { PortalElement } from "./element";

// Beside the script are the pages of the desk.
embedFrom(new URL(".", import.meta.url).href.replace(/\/$/, ""));
if (!customElements.get("pgdesk-portal")) customElements.define("pgdesk-portal", PortalElement);
