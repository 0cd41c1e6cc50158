import { plural } from "../format";
import type { Texts } from "../texts";

const texts: Texts["help"] = {
  title: (number) => `Hilfe zu Ticket #${number} anfragen`,
  description: "Bitten Sie andere Mitarbeitende um Unterstützung bei diesem Ticket.",
  placeholder: "@Nachricht, die um Hilfe oder Rat zu diesem Ticket bittet …",
  send: "Anfrage senden",
  escalate: "Hilfe anfragen",
  info:
    "Alle Ausgewählten werden sofort benachrichtigt und finden Ihre Nachricht oben in ihren @Erwähnungen. " +
    "Das Ticket bleibt bei seinem Besitzer, Priorität und Status ändern sich nicht.",
  people: "Mitarbeitende",
  find: "Jemanden finden",
  nobodyFound: "Niemand heißt so.",
  message: "Nachricht",
  online: "Online",
  offline: "Offline",
  away: "Abwesend",
  chosen: (n) => plural(n, { one: "# Person ausgewählt", other: "# Personen ausgewählt" }),
  sent: (reference) => `Zu ${reference} wurde um Hilfe gebeten.`,
  mentions: "@Erwähnungen",
  escalations: "Bitten um Hilfe",
  others: "Erwähnungen",
  noEscalations: "Niemand bittet Sie um Hilfe.",
  noMentions: "Noch niemand hat Sie erwähnt.",
  asks: (name) => `${name} bittet um Hilfe`,
  mentioned: (name) => `${name} hat Sie erwähnt`,
  address: "Als erledigt markieren",
  addressed: "Erledigt",
  isNew: "Neu",
  onlyOpen: "Erledigtes ausblenden",
  more: "Mehr anzeigen",
  arrived: (name, reference) => `${name} bittet Sie um Hilfe bei ${reference}.`,
  history: "Bisherige Bitten um Hilfe",
  neverEscalated: "Zu diesem Ticket hat niemand um Hilfe gebeten.",
  askedWhom: (by, names) => `${by} fragte ${names}`,
  mentionIcon: "In diesem Ticket wurde jemand erwähnt",
  alertIcon: "Eine Bitte um Hilfe wartet auf Antwort",
};

export default texts;
