import { useQuery } from "@tanstack/vue-query";
import { api, rows, type Row } from "@/api/client";

export type Status = Row<"statuses">;
export type Transition = Row<"status_transitions">;

export const ROLES = ["customer", "agent", "admin", "system"] as const;
export const FIELDS = ["assignee_id", "department_id", "ticket_type", "organisation_id", "due_at"] as const;

export const useStatuses = () =>
  useQuery({ queryKey: ["admin statuses"], queryFn: () => rows(api.from("statuses").select("*").order("position").order("status")) });

export const useTransitions = () =>
  useQuery({ queryKey: ["status transitions"], queryFn: () => rows(api.from("status_transitions").select("*")) });

export const between = (transitions: readonly Transition[], from: string, to: string): Transition | null =>
  transitions.find((one) => one.from_status === from && one.to_status === to) ?? null;
