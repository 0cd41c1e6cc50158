import { useQuery, type UseQueryReturnType } from "@tanstack/vue-query";
import { api, rows, type Row } from "@/api/client";

export type Colleague = Row<"staff">;

/** Everybody of the staff who may be asked or given something. */
export const useColleagues = (): UseQueryReturnType<Colleague[], Error> =>
  useQuery({ queryKey: ["staff"], queryFn: () => rows(api.from("staff").select("*").order("name")), staleTime: 60_000 });
