import type { App } from "vue";
import { createRouter, createWebHistory, START_LOCATION, type NavigationGuardReturn, type RouteLocationNormalized } from "vue-router";
import { asProblem } from "@/api/problem";
import { isAdmin, isStaff, session } from "@/api/session";
import { knowTexts, loadTexts, useTexts } from "@/texts/texts";
import { mayLeave } from "@/ui/leaving";
import { goAnew } from "@/ui/parts";
import { toast } from "@/ui/toasts";
import { PREFIX } from "./prefix";
import { routes } from "./routes";

const router = createRouter({
  history: createWebHistory(PREFIX),
  routes,
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

const STAFF = /^\/(agent|admin)(\/|$)/;
let staff: Promise<void> | null = null;
let isStaffKnown = false;

function knowStaff(): Promise<void> {
  return (staff ??= import("./staff").then(({ staffRoutes, staffTexts }) => {
    knowTexts(staffTexts);
    for (const route of staffRoutes) router.addRoute(route);
    isStaffKnown = true;
  }));
}
// While it is asked who is there.
if (STAFF.test(location.pathname.slice(PREFIX.length))) knowStaff().catch(() => (staff = null));

/** Shows the pages in `app`. Rejects where the first one cannot be loaded. */
export function route(app: App): Promise<void> {
  router.beforeEach(async (to) => {
    if (!(await mayLeave())) return false;
    try {
      return await prepare(to, app);
    } catch (error) {
      // Nothing is shown yet that could go on.
      if (router.currentRoute.value === START_LOCATION) throw error;
      await goWhole(to);
      return false;
    }
  });
  app.use(router);
  return router.isReady();
}

async function prepare(to: RouteLocationNormalized, app: App): Promise<NavigationGuardReturn> {
  if (!isStaffKnown && STAFF.test(to.path)) {
    await knowStaff();
    return to.fullPath; // a path of its own would lose the query
  }
  const who = to.matched.map((record) => record.meta.who).filter((one) => one !== undefined);
  if (who.length > 0 && !session.value) return { name: "login", query: { next: to.fullPath } };
  if ((who.includes("staff") && !isStaff.value) || (who.includes("admin") && !isAdmin.value)) {
    return to.path === "/" ? true : { name: "not found", params: { rest: to.path.slice(1).split("/") } };
  }
  const pages = to.matched.flatMap((record) => Object.values(record.components ?? {})).filter((one) => typeof one === "function");
  const [queries] = await Promise.all([
    to.matched.some((record) => record.meta.hasQueries) ? import("./queries") : null,
    loadTexts(["app", ...to.matched.flatMap((record) => record.meta.texts ?? [])]),
    ...pages.map((load) => (load as () => Promise<unknown>)()),
  ]);
  queries?.provideQueries(app);
  return true;
}

/** Where a file of the page is not there, after a deployment perhaps: the page is loaded as a whole, now or once that works. */
async function goWhole(to: RouteLocationNormalized): Promise<void> {
  const from = router.currentRoute.value.fullPath;
  staff = isStaffKnown ? staff : null;
  try {
    await goAnew(to.fullPath);
  } catch (error) {
    toast(useTexts("app").value.notLoaded, { error: asProblem(error) });
    addEventListener("online", () => router.currentRoute.value.fullPath === from && void router.push(to.fullPath), { once: true });
  }
}
