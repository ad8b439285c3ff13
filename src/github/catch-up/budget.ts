import { z } from "zod";
import type { Budget } from "../../readiness/catch-up/ports.ts";
import { isGone } from "../errors.ts";
import type { Room } from "../limits.ts";
import type { ClientOf } from "../writers.ts";

const Bucket = z.object({ limit: z.number(), remaining: z.number(), reset: z.number() });

const Answer = z.object({ resources: z.object({ core: Bucket, graphql: Bucket.optional() }) });

type Left = Awaited<ReturnType<Budget["left"]>>;

/**
 * The scarcest of what an installation may ask in an hour, by either API, and, with limits, what it may write in a minute. Asking costs nothing of
 * them, and on servers without limits there is no answer.
 * https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user
 */
export const budgetOn = (clientOf: ClientOf, limits?: Room, now = () => new Date()): Budget => ({
  left: async (installationId) => {
    const writes = (await limits?.left(installationId)) ?? { share: 1, fullInMs: 0 };
    const minute = { share: writes.share, resetAt: new Date(now().getTime() + writes.fullInMs) };
    const hourly = await hour(clientOf, installationId);
    return hourly.reduce((one, other) => (other.share < one.share ? other : one), minute);
  },
});

const hour = async (clientOf: ClientOf, installationId: number): Promise<readonly Left[]> => {
  const client = await clientOf(installationId);
  try {
    const { core, graphql } = Answer.parse(await client.get("GET /rate_limit", {})).resources;
    return [core, ...(graphql === undefined ? [] : [graphql])].map((bucket) => ({
      share: shareOf(bucket),
      resetAt: new Date(bucket.reset * 1000),
    }));
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
};

const shareOf = ({ limit, remaining }: z.output<typeof Bucket>): number => (limit > 0 ? remaining / limit : 1);
