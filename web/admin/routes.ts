import type { RouteRecordRaw } from "vue-router";
import { editorRoutes } from "./editors/routes";
import { writingRoutes } from "./writing/routes";

export const adminRoutes: RouteRecordRaw[] = [
  { path: "", name: "admin", component: () => import("./AdminPage.vue"), meta: { who: "admin", texts: ["admin", "rules", "editors", "writing"] } },
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
  { path: "reports", name: "reports", component: () => import("./reports/ReportsPage.vue"), meta: { texts: ["reports"] } },
  {
    path: "reports/:name",
    name: "report",
    component: () => import("./reports/ReportPage.vue"),
    props: true,
    meta: { texts: ["reports"] },
  },
  ...editorRoutes,
  ...writingRoutes,
  // What is plain has one list and form; which resources have it is known to that page alone, so that others stay small.
  {
    path: ":path",
    name: "admin resource",
    component: () => import("./resource/ResourceRoute.vue"),
    meta: { who: "admin", texts: ["admin"] },
  },
];
