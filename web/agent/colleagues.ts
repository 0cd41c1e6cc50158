import { useQuery, type UseQueryReturnType } from "@tanstack/vue-query";
import { computed, toValue, type MaybeRefOrGetter } from "vue";
import { api, rows, type Row } from "@/api/client";

export type Colleague = Row<"staff">;

/** Everybody of the staff who may be asked or given something; read once `wanted`. */
export const useColleagues = (wanted: MaybeRefOrGetter<boolean> = true): UseQueryReturnType<Colleague[], Error> =>
  useQuery({
    queryKey: ["staff"],
    queryFn: () => rows(api.from("staff").select("*").order("name")),
    enabled: computed(() => toValue(wanted)),
    staleTime: 60_000,
  });
