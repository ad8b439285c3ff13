import { z } from "zod";
import type { Budget } from "../../readiness/catch-up/ports.ts";
import { isGone } from "../errors.ts";
import type { ClientOf } from "../writers.ts";

const Bucket = z.object({ limit: z.number(), remaining: z.number(), reset: z.number() });

const Answer = z.object({ resources: z.object({ core: Bucket, graphql: Bucket.optional() }) });

/**
 * The scarcer one of the two budgets of an installation. Asking costs nothing of them, and on servers without limits there is no answer.
 * https://docs.github.com/en/rest/rate-limit/rate-limit#get-rate-limit-status-for-the-authenticated-user
 */
export const budgetOn = (clientOf: ClientOf): Budget => ({
  left: async (installationId) => {
    const client = await clientOf(installationId);
    try {
      const { core, graphql } = Answer.parse(await client.get("GET /rate_limit", {})).resources;
      const buckets = [core, ...(graphql === undefined ? [] : [graphql])].toSorted(byShare);
      const [scarcest = core] = buckets;
      return { share: shareOf(scarcest), resetAt: new Date(scarcest.reset * 1000) };
    } catch (error) {
      if (isGone(error)) return { share: 1, resetAt: new Date() };
      throw error;
    }
  },
});

const shareOf = ({ limit, remaining }: z.output<typeof Bucket>): number => (limit > 0 ? remaining / limit : 1);

const byShare = (one: z.output<typeof Bucket>, other: z.output<typeof Bucket>): number => shareOf(one) - shareOf(other);
