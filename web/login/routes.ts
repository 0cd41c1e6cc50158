import type { RouteRecordRaw } from "vue-router";

const texts = ["login"] as const;

export const loginRoutes: RouteRecordRaw[] = [
  { path: "/login", name: "login", component: () => import("./LoginPage.vue"), meta: { texts } },
  { path: "/register", component: () => import("./RegisterPage.vue"), meta: { texts } },
  { path: "/forgot", component: () => import("./ForgotPage.vue"), meta: { texts } },
  // Where mailed links lead.
  { path: "/password", component: () => import("./PasswordPage.vue"), meta: { texts } },
  { path: "/verify", component: () => import("./VerifyPage.vue"), meta: { texts } },
];
