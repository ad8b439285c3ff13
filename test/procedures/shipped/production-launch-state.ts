import { policyOf, type State } from "./shipped.ts";

/** A launch that was watched for eight days: what `builtin:production-launch` wants to see. */

export const CONFIG = `version: 1
roles:
  deployment-lead: [dora]
  qa-lead: [quinn]
  development-lead: [dev]
  launch-approver: [paula]
procedures:
  - builtin:production-launch
`;

export const SHA = "1111111111111111111111111111111111111111";

export const BODY = `The shop goes live.

## Scope

Customers order and pay in the new shop; everything in the milestone "first release" is finished.

## Targets

- Load: 200 orders a minute
- Response time: below 300 ms
- Availability: 99.9 %
- Accessibility: WCAG 2.2, level AA

## Owners

- Pipeline: Dora
- Hardening: Quinn
- Launch: Dora
- Monitoring: Dora, in the channel of the launch
`;

export const CONFIRMATION = `
## Launch confirmation

Version 1.0.0 went live on Tuesday at ten; all smoke tests passed.
`;

export const PATHS = {
  pipeline: "docs/operations/pipeline.md",
  performance: "docs/launch/performance.md",
  accessibility: "docs/launch/accessibility.md",
  security: "docs/launch/security.md",
  readiness: "docs/launch/readiness-report.md",
  plan: "docs/launch/deployment-plan.md",
  maintenance: "docs/launch/maintenance-plan.md",
  report: "docs/launch/launch-report.md",
} as const;

export const FILES: Readonly<Record<string, string>> = {
  [PATHS.pipeline]: `# Pipeline

## Build

Every push to the default branch is built and tested; a tag makes a release candidate, which is packed into an image and pushed to the registry.

## Staging

The workflow "deploy" takes the image to staging.

## Production

The same workflow takes the same image to production.
`,
  [PATHS.performance]: `# Performance

## Load

200 orders a minute for an hour.

## Stress

Orders were lost from 900 a minute on, and none was charged.

## Endurance

Two days at 100 orders a minute, without growing memory.

## Results

| Measure | Target | Result | Met |
| --- | --- | --- | --- |
| Orders a minute | 200 | 240 | Yes |
| Response time | below 300 ms | 180 ms | Yes |
`,
  [PATHS.accessibility]: `# Accessibility

## Standard

WCAG 2.2, level AA.

## Findings

Two contrasts were too weak; they are mended.

## Conclusion

The shop can be used by keyboard and by screen reader.
`,
  [PATHS.security]: `# Security

## Scans

The scanner found nothing above low.

## Manual review

Sign-in, payment and uploads were gone through by hand.

## Findings

One header was missing and is set now.
`,
  [PATHS.readiness]: `# Readiness

## End-to-end tests

All 42 pass.

## Performance

Every target is met.

## Accessibility

Level AA is met.

## Security

Nothing is open.

## Defects

Seven were found; six are mended, one is cosmetic and planned.

## Assessment

The shop is ready.
`,
  [PATHS.plan]: `# Deployment plan

## Timing

Tuesday at ten, an hour before the campaign.

## Steps

Dora starts the workflow "deploy" with the tag.

## Rollback

When more than 2 % of orders fail, Dora deploys the maintenance page.

**Rehearsed:** 2026-11-03

## Communication

Support and the press office are told at nine and when it is done.
`,
  [PATHS.maintenance]: `# Afterwards

## Support

The shop team is on call on workdays, operations at night.

## Maintenance

Dependencies are updated every month.

## Faults

They are issues; critical ones are mended the same day.
`,
  [PATHS.report]: `# Launch report

The shop went live on the day that was planned and stayed up. Two small faults were found in the first week and are
mended. The team keeps the shop from now on, and the next release is planned for January.
`,
};

/** A Tuesday. */
export const LAUNCHED = "2026-11-17T10:00:00Z";
const BEFORE = "2026-11-16T10:00:00Z";
const HOUR_LATER = "2026-11-17T11:00:00Z";
const day = (n: number): string => new Date(Date.parse(LAUNCHED) + n * 86_400_000 + 3_600_000).toISOString();
export const DONE = day(8);

type Entry = State["ledger"][number];

export const tick = (step: string, login: string, at: string): Entry => ({
  act: "tick",
  procedure: "production-launch",
  step,
  by: { login },
  permission: "write",
  at,
});

export const decide = (phase: string, login: string, at: string): Entry => ({
  act: "decide",
  procedure: "production-launch",
  step: `${phase}:gate`,
  word: "go",
  by: { login },
  permission: "write",
  at,
});

const days = (from: number, to: number): readonly number[] => Array.from({ length: to - from + 1 }, (_, n) => from + n);

/** Who ticks which box, and when. */
export const TICKS: Readonly<Record<string, readonly [string, string]>> = {
  finished: ["quinn", BEFORE],
  gaps: ["dora", BEFORE],
  scripts: ["dora", BEFORE],
  mirror: ["dora", BEFORE],
  candidate: ["dora", BEFORE],
  logged: ["quinn", BEFORE],
  mended: ["dev", BEFORE],
  retested: ["quinn", BEFORE],
  presented: ["quinn", BEFORE],
  watched: ["dora", HOUR_LATER],
  smoke: ["dora", HOUR_LATER],
  available: ["dora", HOUR_LATER],
  dashboards: ["dora", HOUR_LATER],
  ...Object.fromEntries(days(1, 7).map((n) => [`day-${n}`, ["max", day(n)] as const])),
  informed: ["dora", day(7)],
  minor: ["dev", day(7)],
};

/** Days and steps that only some launches have. */
export const SECOND_WEEK = days(8, 14).map((n) => tick(`day-${n}`, "max", day(n)));
export const HOTFIX = {
  hotfix: "dora",
  "hotfix-fixed": "dev",
  "hotfix-deployed": "dora",
  "hotfix-cause": "dev",
} as const;
export const HOTFIXED = Object.entries(HOTFIX).map(([step, login]) => tick(step, login, day(2)));

/** Who closes which phase, and when. */
export const DECISIONS: Readonly<Record<string, readonly [string, string]>> = {
  pipeline: ["dora", BEFORE],
  hardening: ["quinn", BEFORE],
  approval: ["paula", BEFORE],
  completion: ["paula", DONE],
};

const role = (...members: readonly string[]) => ({ members: [...members] });

export const PRODUCTION = { sha: SHA, state: "success", at: LAUNCHED } as const;
export const STAGING = { sha: SHA, state: "success", at: "2026-11-16T08:00:00Z" } as const;

/** The moments of the run. */
export const FRESH: State = {
  policy: policyOf(CONFIG),
  now: "2026-11-16T07:00:00Z",
  files: {},
  pull: {
    subject: { kind: "issue", repository: "acme/shop", number: 9 },
    title: "Launch of the shop",
    body: "",
    labels: ["launch"],
    author: { login: "paula" },
    openedAt: "2026-11-16T07:00:00Z",
    templates: [],
    checks: [],
    openIssues: { "label:critical": [] },
    deployments: { staging: [], production: [] },
    roles: {
      "deployment-lead": role("dora"),
      "qa-lead": role("quinn"),
      "development-lead": role("dev"),
      "launch-approver": role("paula"),
    },
    permissions: Object.fromEntries(["max", "dora", "quinn", "dev", "paula"].map((login) => [login, "write" as const])),
  },
  ledger: [],
};

export const COMPLETE: State = {
  ...FRESH,
  now: DONE,
  files: FILES,
  pull: {
    ...FRESH.pull,
    body: BODY + CONFIRMATION,
    checks: [
      { name: "build", state: "success" },
      { name: "e2e (critical ways)", state: "success" },
      { name: "security scan", state: "success" },
    ],
    deployments: { staging: [STAGING], production: [PRODUCTION] },
  },
  ledger: [
    ...Object.entries(TICKS).map(([step, [login, at]]) => tick(step, login, at)),
    ...Object.entries(DECISIONS).map(([phase, [login, at]]) => decide(phase, login, at)),
  ],
};

/** As it was at a moment: what was done later is not there yet. */
export const asOf = (now: string, change: Partial<State> = {}): State => ({
  ...COMPLETE,
  now,
  ledger: COMPLETE.ledger.filter(({ at }) => at <= now),
  ...change,
});
