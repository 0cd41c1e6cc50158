import "@/theme/tokens.css";
import "@/theme/base.css";
import { createApp, watchEffect } from "vue";
import { preferences } from "@/api/preferences";
import { asProblem } from "@/api/problem";
import { desk, findSession, session } from "@/api/session";
import { choose } from "@/texts/languages";
import { setLanguage } from "@/texts/texts";
import { timeZone } from "@/texts/format";
import { showBranding, showDensity, showTheme } from "@/theme/theme";
import App from "./App.vue";
import { route } from "./router";

async function start(): Promise<void> {
  await findSession();
  watchEffect(() => {
    const { theme = "default", density = "comfortable" } = preferences.value;
    showBranding(desk.value.branding);
    showTheme(theme === "default" ? desk.value.branding.theme : theme);
    showDensity(density);
  });
  const person = session.value?.person;
  const chosen = person ? [person.language] : [localStorage.getItem("pgdesk-language"), ...navigator.languages];
  await setLanguage(choose(chosen, desk.value.settings.page_languages));
  if (person) timeZone.value = person.time_zone;
  const app = createApp(App);
  const isRouted = route(app);
  app.mount("#app");
  await isRouted;
}

start().catch((error: unknown) => {
  // Nothing is there yet to say it more nicely.
  document.querySelector("#app")?.append(asProblem(error).message);
  addEventListener("online", () => location.reload());
});
