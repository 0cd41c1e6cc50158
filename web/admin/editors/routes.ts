import type { RouteRecordRaw } from "vue-router";
import { RULE_KINDS } from "./kinds";

const ruleRoutes = RULE_KINDS.flatMap(({ path }): RouteRecordRaw[] => [
  {
    path,
    name: `admin ${path}`,
    component: () => import("./RulesPage.vue"),
    props: { path },
    meta: { who: "admin", texts: ["rules"] },
  },
  {
    path: `${path}/:id(\\d+|new)`,
    name: `admin ${path} one`,
    component: () => import("./RulePage.vue"),
    props: (route) => ({ path, id: String(route.params.id) }),
    meta: { who: "admin", texts: ["rules", "conditions"] },
  },
]);

const meta = { who: "admin", texts: ["editors"] } as const;

export const editorRoutes: RouteRecordRaw[] = [
  ...ruleRoutes,
  { path: "sla-policies", name: "sla policies", component: () => import("./sla/PoliciesPage.vue"), meta },
  {
    path: "sla-policies/:id(\\d+|new)",
    name: "sla policy",
    component: () => import("./sla/PolicyPage.vue"),
    props: true,
    meta: { who: "admin", texts: ["editors", "conditions"] },
  },
  { path: "what-if", name: "what if", component: () => import("./sla/WhatIfPage.vue"), meta },
  { path: "business-hours", name: "calendars", component: () => import("./calendars/CalendarsPage.vue"), meta },
  {
    path: "business-hours/:id(\\d+)",
    name: "calendar",
    component: () => import("./calendars/CalendarPage.vue"),
    props: (route) => ({ id: Number(route.params.id) }),
    meta,
  },
  {
    path: "statuses",
    name: "statuses",
    component: () => import("./statuses/StatusesPage.vue"),
    meta: { who: "admin", texts: ["editors", "admin"] },
  },
];
