import type { RouteRecordRaw } from "vue-router";
import { isStaff } from "@/api/session";

export const portalRoutes: RouteRecordRaw[] = [
  {
    path: "",
    name: "my tickets",
    component: () => import("./TicketsPage.vue"),
    meta: { who: "signed in", texts: ["portal"] },
    beforeEnter: () => (isStaff.value ? { path: "/agent" } : true),
  },
];
