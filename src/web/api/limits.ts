import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import type { GateParts } from "../../readiness/deploy/gate.ts";
import { RetryLater } from "../../readiness/retry-later.ts";

/** Holds back who asks too much: answers for how many milliseconds to stay away, or 0. */
export type TokenLimit = (tokenDigest: string) => Promise<number>;

/** A pipeline that asks for six environments every ten seconds is within it. */
const PER_TOKEN = { points: 60, duration: 60 };

/** A counter of this process. */
export const createTokenLimit = (): TokenLimit => {
  const tokens = new RateLimiterMemory(PER_TOKEN);
  return (tokenDigest) => waitOf(tokens, tokenDigest);
};

/** Each decision reads GitHub on the account of the repository's installation, which has work to do besides answering. */
const PER_REPOSITORY = { points: 60, duration: 60 };

/** Decides for one repository only so often: of a public one everybody with an account may ask. Rejects with `RetryLater`. */
export const sparing = (decide: GateParts["decide"], now: () => Date): GateParts["decide"] => {
  const repositories = new RateLimiterMemory(PER_REPOSITORY);
  return async (asked) => {
    const wait = await waitOf(repositories, String(asked.repository.repositoryId));
    if (wait > 0) throw new RetryLater(new Date(now().getTime() + wait), "many questions about one repository");
    return decide(asked);
  };
};

const waitOf = async (bucket: RateLimiterMemory, key: string): Promise<number> => {
  try {
    await bucket.consume(key);
    return 0;
  } catch (refusal) {
    if (refusal instanceof RateLimiterRes) return refusal.msBeforeNext;
    throw refusal;
  }
};
