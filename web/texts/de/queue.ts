import type { Texts } from "../texts";

const texts: Texts["queue"] = {
  title: "Tickets",
  empty: "Hier sind keine Tickets",
  reference: "Nummer",
  subject: "Betreff",
  due: "Fällig",
};

export default texts;
