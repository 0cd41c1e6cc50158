import type { Texts } from "../texts";

const texts: Texts["forms"] = {
  restored: "Das war schon begonnen; was getippt war, steht wieder hier.",
  discard: "Verwerfen",
  elsewhere: (fields) => `Jemand anders hat inzwischen dies geändert: ${fields}. Was hier getippt ist, bleibt und ersetzt es beim Speichern.`,
  takeTheirs: "Deren Stand nehmen",
  leaveTitle: "Verlassen, ohne zu speichern?",
  leaveText: "Was hier geändert ist, ist noch nicht gespeichert.",
  leave: "Ohne Speichern verlassen",
  stay: "Hier bleiben",
};
export default texts;
