import type { RouteRecordRaw } from "vue-router";
import { editorRoutes } from "./editors/routes";
import { RESOURCES } from "./resource/resources";

export const adminRoutes: RouteRecordRaw[] = [
  { path: "", name: "admin", component: () => import("./AdminPage.vue"), meta: { who: "admin", texts: ["admin", "rules"] } },
  {
    path: "settings",
    name: "admin settings",
    component: () => import("./settings/SettingsPage.vue"),
    meta: { who: "admin", texts: ["admin"] },
  },
  { path: "roles", name: "roles", component: () => import("./roles/RolesPage.vue"), meta: { who: "admin", texts: ["admin"] } },
  {
    path: "audit-logs",
    name: "audit log",
    component: () => import("./audit/AuditPage.vue"),
    meta: { who: "admin", texts: ["admin"] },
  },
  {
    path: "past-tickets",
    name: "past ticket",
    component: () => import("./audit/PastTicketPage.vue"),
    meta: { who: "admin", texts: ["admin"] },
  },
  ...editorRoutes,
  ...RESOURCES.map(
    (resource): RouteRecordRaw => ({
      path: resource.path,
      name: `admin ${resource.path}`,
      component: () => import("./resource/ResourcePage.vue"),
      props: { resource },
      meta: { who: "admin", texts: ["admin"] },
    }),
  ),
];
