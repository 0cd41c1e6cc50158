import type { RouteRecordRaw } from "vue-router";
import type { Room } from "@/texts/texts";
import { loginRoutes } from "@/login/routes";
import PortalShell from "@/portal/PortalShell.vue";
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

/** The pages of everybody, beneath the prefix; those of staff are in staff.ts. */
export const routes: RouteRecordRaw[] = [
  ...loginRoutes,
  { path: "/", component: PortalShell, children: portalRoutes },
  { path: "/:rest(.*)*", name: "not found", component: () => import("./NotFound.vue") },
];
