import type { RouteRecordRaw } from "vue-router";
import type { Room } from "@/texts/texts";
import { adminRoutes } from "@/admin/routes";
import { agentRoutes } from "@/agent/routes";
import { loginRoutes } from "@/login/routes";
import { portalRoutes } from "@/portal/routes";

declare module "vue-router" {
  interface RouteMeta {
    /** Who may open it; the API decides what they see there. Without it: anybody. */
    who?: "signed in" | "staff" | "admin";
    /** Whether it asks by TanStack Query. */
    hasQueries?: boolean;
    /** Texts that it needs beside those of app. */
    texts?: readonly Room[];
  }
}

/** Every page, beneath the prefix. */
export const routes: RouteRecordRaw[] = [
  ...loginRoutes,
  {
    path: "/agent",
    component: () => import("@/agent/StaffShell.vue"),
    meta: { who: "staff", hasQueries: true },
    children: agentRoutes,
  },
  {
    path: "/admin",
    component: () => import("@/agent/StaffShell.vue"),
    meta: { who: "staff", hasQueries: true },
    children: adminRoutes,
  },
  { path: "/", component: () => import("@/portal/PortalShell.vue"), children: portalRoutes },
  { path: "/:rest(.*)*", name: "not found", component: () => import("./NotFound.vue") },
];
