import type { RouteRecordRaw } from "vue-router";
import { RULE_KINDS } from "./kinds";

export const editorRoutes: RouteRecordRaw[] = RULE_KINDS.flatMap(({ path }): RouteRecordRaw[] => [
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
