import type { Texts } from "../texts";

const texts: Texts["portal"] = {
  title: "Meine Tickets",
  empty: "Sie haben noch keine Tickets",
};

export default texts;
