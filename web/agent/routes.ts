import type { RouteRecordRaw } from "vue-router";

export const agentRoutes: RouteRecordRaw[] = [
  { path: "", name: "home", component: () => import("./home/HomePage.vue"), meta: { texts: ["desk"] } },
  { path: "mentions", name: "mentions", component: () => import("./help/MentionsPage.vue"), meta: { texts: ["help"] } },
  {
    path: "notifications",
    name: "notifications",
    component: () => import("./notifications/NotificationsPage.vue"),
    meta: { texts: ["desk"] },
  },
  {
    path: "approvals/:id(\\d+)",
    name: "approval for staff",
    component: () => import("@/portal/ApprovalPage.vue"),
    props: true,
    meta: { texts: ["portal"] },
  },
  { path: "settings", name: "settings", component: () => import("@/account/AccountPage.vue"), meta: { texts: ["account", "forms"] } },
  {
    path: "tickets",
    name: "tickets",
    component: () => import("./queue/QueuePage.vue"),
    meta: { texts: ["queue", "help", "conditions"] },
  },
  {
    path: "tickets/create",
    name: "create ticket",
    component: () => import("./create/CreatePage.vue"),
    meta: { texts: ["queue", "portal", "create"] },
  },
  {
    path: "tickets/:id",
    name: "ticket",
    component: () => import("./ticket/TicketPage.vue"),
    meta: { texts: ["ticket", "help"] },
  },
];
