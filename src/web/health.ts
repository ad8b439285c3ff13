import type { Context } from "hono";

/** How one of the things stands that the process rests on. */
interface Standing {
  readonly state: string;
  readonly since: Date;
}

/** What `/readyz` tells. Anybody may read it, so there is no name, no address and no error's text in it. */
export interface HealthReport {
  readonly ready: boolean;
  readonly process: Standing;
  readonly database: Standing;
  readonly queue: Standing & { readonly lagSeconds?: number };
  readonly github: Standing;
}

/** The process runs and answers: all that restarting it could mend. */
export const alive = (context: Context): Response => context.json({ status: "ok" }, 200, UNKEPT);

/** 503 only where this process is of no use: its database does not answer, or it is stopping. */
export const readiness =
  (report: () => Promise<HealthReport>) =>
  async (context: Context): Promise<Response> => {
    const told = await report();
    return context.json(told, told.ready ? 200 : 503, UNKEPT);
  };

const UNKEPT = { "cache-control": "no-store" };
