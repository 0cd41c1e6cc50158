import "@/theme/tokens.css";
import "@/theme/base.css";
import { QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import { createApp } from "vue";
import { asProblem } from "@/api/problem";
import { findSession, session } from "@/api/session";
import { choose } from "@/texts/languages";
import { setLanguage } from "@/texts/texts";
import { timeZone } from "@/texts/format";
import App from "./App.vue";
import { router } from "./router";

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 30_000,
      // What the API refused it will refuse again.
      retry: (failures, error) => asProblem(error).isOffline && failures < 5,
      refetchOnWindowFocus: true,
    },
  },
});

await findSession();
const person = session.value?.person;
await setLanguage(choose([localStorage.getItem("pgdesk-language"), person?.language, ...navigator.languages]));
if (person) timeZone.value = person.time_zone;
createApp(App).use(VueQueryPlugin, { queryClient: queries }).use(router).mount("#app");
