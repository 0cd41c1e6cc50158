import { QueryClient, VueQueryPlugin } from "@tanstack/vue-query";
import type { App } from "vue";
import { asProblem } from "@/api/problem";

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

let isProvided = false;

/** To pages that ask by TanStack Query; customers' pages are small, and have none of it. */
export function provideQueries(app: App): void {
  if (!isProvided) app.use(VueQueryPlugin, { queryClient: queries });
  isProvided = true;
}
