import type { Texts } from "../texts";

const texts: Texts["create"] = {
  title: "Wie können wir helfen?",
  choose: "Worum geht es?",
  other: "Etwas anderes",
  otherText: "Beschreiben Sie es mit eigenen Worten.",
  change: "Ein anderes Formular wählen",
  name: "Ihr Name",
  email: "Ihre E-Mail-Adresse",
  emailHint: "Dorthin gehen Antworten, mit einem Link zu Ihrem Ticket.",
  subject: "Betreff",
  description: "Beschreibung",
  descriptionHint: "Was ist geschehen, was haben Sie erwartet, und seit wann?",
  priority: "Priorität",
  department: "Abteilung",
  anyDepartment: "Weiß ich nicht",
  none: "Bitte wählen",
  send: "Anfrage senden",
  checking: "Es wird geprüft, dass Sie kein Roboter sind …",
  suggested: "Vielleicht hilft das",
  missing: "Dies wird gebraucht.",
  draft: "Ihr Entwurf ist wieder da.",
  discard: "Entwurf verwerfen",
  thanks: "Ihre Anfrage ist da",
  thanksNumber: (reference) => `Ihre Nummer ist ${reference}.`,
  thanksMail: (email) => `Eine E-Mail mit einem Link dorthin ist unterwegs an ${email}.`,
  created: "Ihr Ticket ist eröffnet.",
  guestClosed: "Bitte melden Sie sich an, um eine Anfrage zu senden.",
  haveAccount: "Sie haben ein Konto?",
};

export default texts;
