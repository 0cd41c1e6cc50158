import { useQuery } from "@tanstack/vue-query";
import { api, rows, type Json, type Row } from "@/api/client";

export interface Target {
  priority: string;
  metric: string;
  target_minutes?: number;
  target_days?: number;
}

/** As rpc/save_sla_policy takes it; without sla_policy_id a new one. */
export interface Draft {
  sla_policy_id?: number;
  name?: string;
  description?: string | null;
  conditions?: Json;
  calendar_id?: number | null;
  is_default?: boolean;
  is_active?: boolean;
  position?: number;
  targets?: Target[];
}

export const asJson = (draft: Draft): Json => draft as unknown as Json;

export const usePolicies = () =>
  useQuery({
    queryKey: ["sla policies"],
    queryFn: () => rows(api.from("sla_policies").select("*").order("position").order("sla_policy_id")),
  });

/** Those of the desk: agents' own hours are no calendars for policies. */
export const useCalendars = () =>
  useQuery({
    queryKey: ["calendars"],
    queryFn: () => rows(api.from("calendars").select("*").is("person_id", null).order("name")),
  });

/** What is promised, and for whom: the columns and the rows of a table of targets. */
export const useMeasures = () =>
  useQuery({
    queryKey: ["sla measures"],
    staleTime: Infinity,
    queryFn: async () => {
      const [metrics, priorities] = await Promise.all([
        rows(api.from("sla_metrics").select("*").order("position")),
        rows(api.from("priorities").select("priority,label,position").order("position")),
      ]);
      return { metrics, priorities };
    },
  });

export const targetsOf = async (policy: number): Promise<Target[]> =>
  (await rows(api.from("sla_targets").select("*").eq("sla_policy_id", policy))).map(asTarget);

/** Minutes or days, never a null beside them. */
const asTarget = ({ priority, metric, target_minutes, target_days }: Row<"sla_targets">): Target =>
  target_minutes === null ? { priority, metric, target_days } : { priority, metric, target_minutes };
