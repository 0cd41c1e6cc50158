import type { RouteRecordRaw } from "vue-router";
import { RESOURCES } from "./resource/resources";

export const adminRoutes: RouteRecordRaw[] = [
  { path: "", name: "admin", component: () => import("./AdminPage.vue"), meta: { who: "admin", texts: ["admin"] } },
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
