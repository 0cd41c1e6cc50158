import type { RouteRecordRaw } from "vue-router";
import { isStaff } from "@/api/session";

const texts = ["portal"] as const;
const create = () => import("./create/CreatePage.vue");
const ticket = () => import("./ticket/TicketPage.vue");

export const portalRoutes: RouteRecordRaw[] = [
  {
    path: "",
    name: "my tickets",
    component: () => import("./list/TicketsPage.vue"),
    meta: { who: "signed in", texts },
    beforeEnter: () => (isStaff.value ? { path: "/agent" } : true),
  },
  {
    path: "account",
    name: "my account",
    component: () => import("@/account/AccountPage.vue"),
    meta: { who: "signed in", hasQueries: true, texts: ["account", "forms"] },
  },
  { path: "guest", name: "guest", component: () => import("./GuestPage.vue"), meta: { texts } },
  {
    path: "approvals/:id(\\d+)",
    name: "approval",
    component: () => import("./ApprovalPage.vue"),
    props: true,
    meta: { who: "signed in", texts },
  },
  { path: "tickets", redirect: (to) => ({ path: "/", query: to.query }) },
  { path: "create", name: "ask", component: create, meta: { texts: ["portal", "create"] } },
  { path: "tickets/create", redirect: (to) => ({ path: "/create", query: to.query }) },
  { path: "tickets/:id(\\d+)", component: ticket, meta: { who: "signed in", texts } },
  // By number, or by reference such as ESC-00042.
  { path: ":id(\\d+)", component: ticket, meta: { who: "signed in", texts } },
  { path: ":reference([^/]*-\\d+)", name: "my ticket", component: ticket, meta: { who: "signed in", texts } },
];
