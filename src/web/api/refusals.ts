import type { GateReply } from "../../readiness/deploy/gate.ts";
import { BAD_TOKEN } from "./bearer.ts";
import { secondsUntil, type ProblemOf } from "./problem.ts";

type Refusal = Exclude<GateReply, { readonly kind: "decided" | "pending" }>;

/** How the API words a refusal. */
export const refusalOf = (reply: Refusal, now: Date): ProblemOf => {
  if (reply.kind !== "limit") return REFUSALS[reply.kind];
  const headers = { "retry-after": secondsUntil(reply.retryAt, now) };
  return { ...LIMITS[reply.whose], headers };
};

const REFUSALS: Readonly<Record<Exclude<Refusal["kind"], "limit">, ProblemOf>> = {
  "bad-token": BAD_TOKEN,
  "not-visible": {
    status: 404,
    code: "repository-not-visible",
    detail: "GitHub shows no such repository to this token: it is not there, or the token can't read it.",
    remedy:
      "Check owner and name. Give the token access to the repository; a personal one may have to be authorised for the organisation (SSO).",
  },
  "not-installed": {
    status: 404,
    code: "not-installed",
    detail: "Gatehouse is not installed on this repository, or its installation is suspended.",
    remedy: "Install the App on the repository: its owner's settings, under GitHub Apps.",
  },
  "no-config": {
    status: 404,
    code: "no-config",
    detail:
      "No Gatehouse config holds for this repository's default branch, so Gatehouse has no say in its deployments.",
    remedy: "Add `.github/gatehouse.yml` to the default branch, or leave this question out.",
  },
};

const LIMITS: Readonly<Record<"caller" | "gatehouse", ProblemOf>> = {
  caller: {
    status: 429,
    code: "github-rate-limit",
    detail: "GitHub's rate limit for this token is used up, so it can't be asked what the token may read.",
    remedy: "Ask again after the time in `Retry-After`.",
  },
  gatehouse: {
    status: 503,
    code: "github-asks-to-wait",
    detail:
      "Gatehouse may not ask GitHub at the moment, or was asked too often about this repository or with wrong tokens.",
    remedy: "Ask again after the time in `Retry-After`.",
  },
};

/** This token has asked too often. */
export const tooMany = (waitMs: number): ProblemOf => ({
  status: 429,
  code: "too-many-questions",
  detail: "More than 60 questions came with this token within a minute.",
  remedy: "Ask again after the time in `Retry-After`, and then every ten seconds or less often.",
  headers: { "retry-after": String(Math.max(1, Math.ceil(waitMs / 1000))) },
});

/** Seconds after which to try again when it is not known how long something takes. */
const SOON = { "retry-after": "10" };

/** GitHub or the database does not answer. */
export const AWAY: ProblemOf = {
  status: 503,
  code: "could-not-decide",
  detail: "GitHub or Gatehouse's database does not answer, so nothing was decided.",
  remedy: "Ask again after the time in `Retry-After`. This is no approval.",
  headers: SOON,
};

/** The process has started, and GitHub has not told yet who we are. */
export const STARTING: ProblemOf = {
  status: 503,
  code: "starting",
  detail: "Gatehouse has just started and has not reached GitHub yet.",
  remedy: "Ask again after the time in `Retry-After`.",
  headers: SOON,
};
