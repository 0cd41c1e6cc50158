/** What the API refused, or why it was not reached (code "offline"). */
export class Problem extends Error {
  readonly status: number;
  readonly code: string;
  readonly details: string | null;
  readonly hint: string | null;

  constructor(status: number, told: { code?: string; message?: string; details?: string | null; hint?: string | null }) {
    super(told.message || `HTTP ${status}`);
    this.name = "Problem";
    this.status = status;
    this.code = told.code || `HTTP${status}`;
    this.details = told.details || null;
    this.hint = told.hint || null;
  }

  get isOffline(): boolean {
    return this.code === "offline";
  }
}

export const offline = (): Problem => new Problem(0, { code: "offline", message: "The server cannot be reached." });

export function asProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return new Problem(0, { code: "page", message: error instanceof Error ? error.message : String(error) });
}

export async function problemOf(answer: Response): Promise<Problem> {
  const told: unknown = await answer.json().catch(() => null);
  return new Problem(answer.status, told !== null && typeof told === "object" ? told : {});
}
