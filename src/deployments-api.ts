import type { Logger } from "pino";
import type { Probot } from "probot";
import { callersAt } from "./github/callers.ts";
import { installationOf } from "./github/installation-of.ts";
import { askDeployment } from "./readiness/deploy/ask.ts";
import { rememberingCallers } from "./readiness/deploy/callers.ts";
import { createGate } from "./readiness/deploy/gate.ts";
import type { Store } from "./store/open-store.ts";
import type { DeploymentsParts } from "./web/api/deployments.ts";
import type { AddressOf } from "./web/client-address.ts";
import { createTokenLimit, sparing } from "./web/api/limits.ts";

interface Parts {
  readonly probot: Probot;
  readonly store: Store;
  readonly githubApiUrl: string;
  readonly addressOf: AddressOf;
  /** Watches what is asked of GitHub in a caller's name. */
  readonly watched: (call: typeof fetch) => typeof fetch;
  readonly log: Logger;
  readonly now: () => Date;
  /** Whether GitHub has said who we are, so that questions are worked on. */
  readonly isKnown: () => boolean;
  /** Whoever waits for an answer is sent away when the process ends, so that it can. */
  readonly stopping: AbortSignal;
}

/** Milliseconds that a caller waits for an answer before it is told to ask again: less than proxies usually wait. */
const PATIENCE_MS = 15_000;

/** What the API needs to answer whether a deployment may start. */
export const deploymentsApi = ({
  probot,
  store,
  githubApiUrl,
  addressOf,
  watched,
  log,
  now,
  isKnown,
  stopping,
}: Parts): DeploymentsParts => {
  const { deliveries, subjects } = store;
  const asking = { inbox: deliveries, deliveries, subjects, now };
  const gate = createGate({
    callers: rememberingCallers(callersAt({ githubApiUrl, now, watched }), now),
    installation: (repository) => installationOf(probot, repository),
    decide: sparing((asked) => askDeployment(asking, asked, { patienceMs: PATIENCE_MS, signal: stopping }), now),
    now,
  });
  return {
    gate: () => (isKnown() ? gate : undefined),
    tokenLimit: createTokenLimit(),
    addressOf,
    now,
    warn: (data, message) => log.warn(data, message),
  };
};
