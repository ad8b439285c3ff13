import { z } from "zod";

/** What a Gatehouse in a process of its own is told. It goes by the clock of whoever tells it. */
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
]);
export type Order = z.output<typeof Order>;

/** What it answers when that is done. */
export const Answer = z.object({ url: z.string() });
export type Answer = z.output<typeof Answer>;
