import { policyOf, type State } from "./shipped.ts";

/** A change that was deployed and watched for two days: what `builtin:deploy` wants to see, with nothing in the config but a role. */

export const CONFIG = `version: 1
roles:
  release-manager: [rita]
procedures:
  - builtin:deploy
`;

export const HEAD = "1111111111111111111111111111111111111111";
export const MERGE = "2222222222222222222222222222222222222222";
export const OTHER = "3333333333333333333333333333333333333333";

export const BODY = `Coupons for the basket.

## Deployment plan

Otto merges, the pipeline deploys to staging and then to production on Tuesday at ten.

## Rollback plan

### Trigger conditions

Error rate above 2 % for ten minutes.

### Rollback steps

1. Otto deploys the release before this one.

### After the rollback

Ada writes down what went wrong and plans the next try.

## Monitoring

- Error rate: above 2 %
- Latency (95th percentile): above 400 ms
- CPU and memory: above 80 %
- Business: fewer than 20 orders an hour
`;

export const NOTES = `
## Deployment notes

- Delivered: coupons can be redeemed in the basket.
- Follow-up: none, every planned part is there.
- Lessons: the flag was not needed; trying it on staging went well.
`;

/** A Tuesday. */
export const MERGED = "2026-11-17T09:30:00Z";
export const DEPLOYED = "2026-11-17T10:00:00Z";
export const DONE = "2026-11-18T12:00:00Z";

const AT_MERGE = "2026-11-17T09:00:00Z";
const BEFORE = "2026-11-17T09:50:00Z";

type Entry = State["ledger"][number];

export const tick = (step: string, login: string, at: string): Entry => ({
  act: "tick",
  procedure: "deploy",
  step,
  by: { login },
  permission: "write",
  at,
});

/** Who ticks which box, and when. */
export const TICKS: Readonly<Record<string, readonly [string, string]>> = {
  criteria: ["max", AT_MERGE],
  "feature-flags": ["max", AT_MERGE],
  migrations: ["max", AT_MERGE],
  "staging-verified": ["max", BEFORE],
  "on-call": ["max", BEFORE],
  announced: ["rita", BEFORE],
  watcher: ["rita", BEFORE],
  watched: ["max", DEPLOYED],
  works: ["max", DEPLOYED],
  logs: ["max", DEPLOYED],
  performance: ["max", DEPLOYED],
  alerting: ["max", DEPLOYED],
  tickets: ["max", DEPLOYED],
  stakeholders: ["max", DEPLOYED],
  "first-hour": ["max", "2026-11-17T11:30:00Z"],
  "first-day": ["max", "2026-11-18T11:00:00Z"],
  stable: ["rita", "2026-11-18T11:00:00Z"],
};

/** What each way of rolling out asks for besides. */
export const STRATEGIES = {
  direct: ["direct-figures"],
  "feature-flag": ["flag-off", "flag-stages", "flag-first", "flag-all"],
  "blue-green": ["idle-environment", "switch-back", "idle-tested", "switched"],
} as const;
export type Strategy = keyof typeof STRATEGIES;
export const NAMES = ["direct", "feature-flag", "blue-green"] as const satisfies readonly Strategy[];

export const ledgerFor = (strategy: Strategy): readonly Entry[] => [
  ...Object.entries(TICKS).map(([step, [login, at]]) => tick(step, login, at)),
  ...[strategy, ...STRATEGIES[strategy]].map((step) => tick(step, "max", DEPLOYED)),
];

const OPENED: State["pull"] = {
  title: "Coupons",
  body: BODY,
  author: { login: "ada" },
  openedAt: "2026-11-16T08:00:00Z",
  head: "coupons",
  headSha: HEAD,
  size: 120,
  templates: [],
  files: [{ path: "src/coupons.ts" }],
  reviews: [{ by: { login: "max" }, state: "approved", commit: HEAD, at: AT_MERGE, writer: true }],
  checks: [{ name: "test", state: "success" }],
  threads: [],
  deployments: { staging: [] },
  roles: { "release-manager": { members: ["rita"] } },
  permissions: { ada: "write", max: "write", rita: "write", lea: "read" },
};

export const STAGING = { sha: MERGE, state: "success", at: "2026-11-17T09:40:00Z", holds: true } as const;
export const PRODUCTION = { sha: MERGE, state: "success", at: DEPLOYED, holds: true } as const;

/** The moments of the run. */
export const FRESH: State = {
  policy: policyOf(CONFIG),
  now: "2026-11-16T08:00:00Z",
  files: {},
  pull: { ...OPENED, body: "", reviews: [], checks: [] },
  ledger: [],
};

const upTo = (now: string): State["ledger"] => ledgerFor("direct").filter(({ at }) => at <= now);

export const READY: State = {
  ...FRESH,
  now: AT_MERGE,
  pull: OPENED,
  ledger: [...upTo(AT_MERGE), tick("direct", "max", AT_MERGE)],
};

const merged: State["pull"] = { ...OPENED, state: "merged", mergedAt: MERGED, mergeSha: MERGE };

export const GOING: State = {
  ...FRESH,
  now: "2026-11-17T09:55:00Z",
  pull: { ...merged, deployments: { staging: [STAGING], production: [] } },
  ledger: [...upTo(BEFORE), tick("direct", "max", AT_MERGE)],
};

export const LIVE: State = {
  ...GOING,
  now: DEPLOYED,
  pull: { ...merged, deployments: { staging: [STAGING], production: [PRODUCTION] } },
};

export const COMPLETE: State = {
  ...LIVE,
  now: DONE,
  pull: { ...LIVE.pull, body: BODY + NOTES },
  ledger: ledgerFor("direct"),
};
