import type { RouteRecordRaw } from "vue-router";

const meta = { who: "admin", texts: ["writing", "admin"] } as const;

export const writingRoutes: RouteRecordRaw[] = [
  { path: "articles", name: "articles", component: () => import("./ArticlesPage.vue"), meta },
  { path: "articles/:id(\\d+|new)", name: "article", component: () => import("./ArticlePage.vue"), props: true, meta },
  { path: "mail-texts", name: "mail texts", component: () => import("./MailTextsPage.vue"), meta },
  { path: "mail-texts/:kind/:language", name: "mail text", component: () => import("./MailTextPage.vue"), props: true, meta },
];
