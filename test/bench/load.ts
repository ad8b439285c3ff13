import { z } from "zod";

/** What to send, how often, and for how long. */
export const Load = z.object({
  url: z.string(),
  perSecond: z.number(),
  seconds: z.number(),
  messages: z.array(z.object({ event: z.string(), body: z.string(), signature: z.string() })),
});
export type Load = z.output<typeof Load>;

/** How long each answer took, in milliseconds, and how many were no 202. */
export const Answers = z.object({ ms: z.array(z.number()), refused: z.number() });
export type Answers = z.output<typeof Answers>;
