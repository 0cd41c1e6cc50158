import type { RouteRecordRaw } from "vue-router";

export const agentRoutes: RouteRecordRaw[] = [
  { path: "", name: "home", redirect: { name: "tickets" } },
  {
    path: "tickets",
    name: "tickets",
    component: () => import("./queue/QueuePage.vue"),
    meta: { texts: ["queue"] },
  },
];
