import type { Texts } from "../texts";

const texts: Texts["login"] = {
  title: "Anmelden",
  email: "E-Mail-Adresse",
  password: "Passwort",
  signIn: "Anmelden",
  factorTitle: "Noch ein Schritt",
  code: "Code Ihrer Authenticator-App",
  recovery: "Wiederherstellungscode",
  useRecovery: "Wiederherstellungscode verwenden",
  useCode: "Code der App verwenden",
  go: "Weiter",
  forgot: "Passwort vergessen?",
  endedTitle: "Ihre Sitzung ist zu Ende",
  ended: "Melden Sie sich erneut an; danach geht es weiter, wo Sie waren.",
};

export default texts;
