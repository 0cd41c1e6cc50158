import { createRouter, createWebHistory } from "vue-router";
import { isAdmin, isStaff, session } from "@/api/session";
import { knowTexts, loadTexts } from "@/texts/texts";
import { PREFIX } from "./prefix";
import { routes } from "./routes";

export const router = createRouter({
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

router.beforeEach(async (to) => {
  if (!isStaffKnown && STAFF.test(to.path)) {
    await knowStaff();
    return { path: to.fullPath, replace: true };
  }
  const who = to.matched.map((record) => record.meta.who).filter((one) => one !== undefined);
  if (who.length > 0 && !session.value) return { name: "login", query: { next: to.fullPath } };
  if ((who.includes("staff") && !isStaff.value) || (who.includes("admin") && !isAdmin.value)) {
    return to.path === "/" ? true : { name: "not found", params: { rest: to.path.slice(1).split("/") } };
  }
  await loadTexts(["app", ...to.matched.flatMap((record) => record.meta.texts ?? [])]);
  return true;
});

// After a deploy the chunks of an open page are gone: it is loaded anew where it goes.
router.onError((error: unknown, to) => {
  if (error instanceof TypeError && /import|module|fetch/i.test(error.message)) location.assign(PREFIX + to.fullPath);
});
