import { ref } from "vue";
import { createMemoryHistory, createRouter, type Router, type RouteRecordRaw } from "vue-router";
import { session } from "@/api/session";
import { PREFIX } from "@/app/prefix";
import { loadTexts } from "@/texts/texts";

/** Whether who is signed in is known by a token of the host, who signs them in and out. */
export const isOfHost = ref(false);

const ticket = () => import("@/portal/ticket/TicketPage.vue");

const routes: RouteRecordRaw[] = [
  { path: "/", component: () => import("./HomePage.vue") },
  { path: "/login", name: "login", component: () => import("@/login/LoginPage.vue"), meta: { texts: ["login"] } },
  { path: "/register", component: () => import("@/login/RegisterPage.vue"), meta: { texts: ["login"] } },
  { path: "/forgot", component: () => import("@/login/ForgotPage.vue"), meta: { texts: ["login"] } },
  { path: "/guest", component: () => import("@/portal/GuestPage.vue") },
  { path: "/create", component: () => import("@/portal/create/CreatePage.vue"), meta: { texts: ["create"] } },
  { path: "/tickets/:id(\\d+)", component: ticket, meta: { who: "signed in" } },
  { path: "/:id(\\d+)", component: ticket, meta: { who: "signed in" } },
  { path: "/:reference([^/]*-\\d+)", component: ticket, meta: { who: "signed in" } },
  { path: "/kb", component: () => import("./ArticlesPage.vue") },
  { path: "/kb/articles/:slug", component: () => import("./ArticlePage.vue") },
  // Staff work on the desk's own pages.
  { path: "/agent", redirect: "/" },
  { path: "/:rest(.*)*", component: () => import("@/app/NotFound.vue") },
];

/** Of the element alone: the address of the host's page stays. */
export function makeRouter(): Router {
  const history = createMemoryHistory();
  // A link that is opened in another tab leads to the desk's own pages.
  history.createHref = (place) => PREFIX + place;
  const router = createRouter({ history, routes });
  router.beforeEach(async (to) => {
    if (to.matched.some((record) => record.meta.who) && !session.value) return { name: "login", query: { next: to.fullPath } };
    await loadTexts(["app", "portal", "embed", ...to.matched.flatMap((record) => record.meta.texts ?? [])]);
    return true;
  });
  return router;
}
