import { z } from "zod";

/** What a replica is told. It goes by the clock of whoever tells it. */
export const Order = z.discriminatedUnion("do", [
  z.object({
    do: z.literal("start"),
    now: z.iso.datetime(),
    environment: z.object({
      appId: z.number(),
      privateKey: z.string(),
      webhookSecrets: z.tuple([z.string()]).readonly(),
      databaseUrl: z.string().optional(),
      dataDir: z.string().optional(),
      githubApiUrl: z.string(),
    }),
  }),
  z.object({ do: z.literal("settle"), now: z.iso.datetime() }),
  z.object({ do: z.literal("clock"), now: z.iso.datetime() }),
]);
export type Order = z.output<typeof Order>;

/** What it answers to `start` and `settle` when that is done. */
export const Answer = z.union([z.object({ url: z.string() }), z.object({ problem: z.string() })]);
export type Answer = z.output<typeof Answer>;
