import { api, rows, type Row } from "@/api/client";
import type { Answer } from "./drawing";

export type Report = Row<"reports">;

export interface Parameter {
  name: string;
  /** int, text, date or choice(a,b). */
  type: string;
  default: string;
  help: string;
}

export const listReports = (): Promise<Report[]> => rows(api.from("reports").select().order("title"));

/** Throws Problem. */
export const runReport = (report: string, parameters: Record<string, string>, compare: boolean): Promise<Answer> =>
  rows(api.rpc("report", { report, parameters, compare })) as Promise<unknown> as Promise<Answer>;

export const parametersOf = (report: Report): Parameter[] => report.parameters as unknown as Parameter[];
