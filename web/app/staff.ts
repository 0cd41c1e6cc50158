import type { RouteRecordRaw } from "vue-router";
import { adminRoutes } from "@/admin/routes";
import { agentRoutes } from "@/agent/routes";

export { staffTexts } from "@/texts/staff";

const StaffShell = () => import("@/agent/StaffShell.vue");

/** The pages of staff, beneath the prefix: customers load not even their list. */
export const staffRoutes: RouteRecordRaw[] = [
  { path: "/agent", component: StaffShell, meta: { who: "staff", hasQueries: true }, children: agentRoutes },
  { path: "/admin", component: StaffShell, meta: { who: "staff", hasQueries: true, texts: ["forms"] }, children: adminRoutes },
];
