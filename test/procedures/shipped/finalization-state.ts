import type { State } from "./shipped.ts";
import { policyOf } from "./shipped.ts";

/** A feature of which everything is finished: what `builtin:finalization` wants to see. */

export const CONFIG = `version: 1
roles:
  tech-lead: [tina]
  product-owner: [paula]
  qa-lead: [quinn]
  operations: [otto]
  release-manager: [rita]
procedures:
  - builtin:finalization
override: { roles: [release-manager] }
notify: { on_block: [tech-lead] }
`;

export const HEAD = "1111111111111111111111111111111111111111";
export const EARLIER = "2222222222222222222222222222222222222222";
const AT = "2026-05-04T09:00:00Z";

const FEATURE = "docs/features/coupons";

export const PATHS = {
  quality: `${FEATURE}/quality-report.md`,
  design: `${FEATURE}/design.md`,
  feature: `${FEATURE}/README.md`,
  notes: "docs/releases/1.4.0/release-notes.md",
  checklist: `${FEATURE}/deployment-checklist.md`,
  rollback: `${FEATURE}/rollback-plan.md`,
  validation: `${FEATURE}/post-deployment-validation.md`,
  archived: "docs/state/archive/coupons-completed.md",
  working: "docs/state/coupons.md",
  tracking: "docs/feature-tracking.md",
} as const;

export const FILES: Readonly<Record<string, string>> = {
  "package.json": JSON.stringify({ name: "shop", version: "1.4.0" }),
  [PATHS.quality]: `# Quality report

## Results

All planned tests ran; the two defects that they found are mended.

## Open issues

None

## Conclusion

The feature is ready for production.
`,
  [PATHS.design]: `# Coupons

## Deployment

The database first, then the shop; a coupon that can be redeemed shows that it worked.
`,
  [PATHS.feature]: `# Coupons

## User guide

Customers enter a code in the basket and see the new total at once.

## API

\`POST /coupons\` redeems a code and answers with the new total.

## Configuration

\`COUPONS_MAX\` limits how many codes a basket takes; by default it is one.

## Architecture

The shop asks the coupon service, which keeps codes in a table of its own.
`,
  [PATHS.notes]: `# 1.4.0

## New features

Customers can redeem coupons in the basket.

## Fixes

None

## Breaking changes and migration

None

## Deployment

Run the migration, then deploy the shop.

## Rollback

Switch the flag off and deploy 1.3.2.
`,
  [PATHS.checklist]: `# Deploying coupons

## Before the deployment

- [ ] The backup of the night is there

## During the deployment

- [ ] Run the migration
- [ ] Deploy the shop

## After the deployment

- [ ] Redeem a coupon

## Monitoring and health checks

- [ ] Errors stay below one percent for an hour
`,
  [PATHS.rollback]: `# Going back

## Trigger conditions

More than 2 % of baskets fail within ten minutes.

## Rollback steps

1. Switch the flag off.
2. Deploy 1.3.2.

## Data rollback

Redeemed coupons stay in their table, which 1.3.2 does not look at.

## Communication

Otto tells support and the product owner in the release channel.
`,
  [PATHS.validation]: `# After the deployment

Redeem one coupon of each kind in production, compare the totals with the price list, look at the error rate and at the
time the basket takes for one hour, and ask support whether customers called because of coupons.
`,
  [PATHS.archived]: `# Coupons

## Implementation progress

**Progress:** 100 %

- [x] Basket
- [x] Coupon service

## Implementation notes

The service keeps its own table, so that the basket stays as it is.

### Deployment readiness

Everything is tested on staging and can be deployed in the next window.

### Lessons learned

Agree on the rounding of totals before anybody writes a test.

## Remaining items

None
`,
  [PATHS.tracking]: `# Features

| Feature | Status | Deployment window |
| --- | --- | --- |
| baskets | Deployed | 2026-03-02 |
| coupons | Ready for deployment | 2026-05-05 |
`,
};

export const BODY = `Coupons for the basket.

## Feedback

The deployment checklist helped; the state file asked for the same things twice.
`;

const signoff = (role: string, login: string): State["ledger"][number] => ({
  act: "signoff",
  by: { login },
  permission: "write",
  role,
  at: AT,
  commit: HEAD,
  via: "command",
});

const tick = (step: string, login: string): State["ledger"][number] => ({
  act: "tick",
  procedure: "finalization",
  step,
  by: { login },
  permission: "write",
  at: AT,
});

/** Who ticks which box; those of nobody in particular are ticked by max. */
export const TICKS: Readonly<Record<string, string>> = {
  environment: "otto",
  plan: "tina",
  "code-documents": "max",
  flags: "max",
  alerting: "otto",
  "every-environment": "quinn",
  smoke: "quinn",
  artefacts: "otto",
  migrations: "max",
  window: "rita",
  briefed: "rita",
  communication: "paula",
  "outputs-verified": "tina",
  "verified-documents": "max",
  "verified-notes": "max",
  "verified-checklist": "max",
  "verified-rollback": "max",
  "verified-configuration": "max",
  "verified-validation": "max",
  "verified-tests": "max",
  "state-verified": "tina",
  "verified-progress": "max",
  "verified-archive": "max",
  "verified-tracking": "max",
  "readiness-verified": "rita",
  "verified-sign-off": "max",
  "verified-window": "max",
  "verified-briefing": "max",
  "verified-alerting": "max",
  "verified-communication": "max",
};

const role = (...members: readonly string[]) => ({ members: [...members] });

export const COMPLETE: State = {
  policy: policyOf(CONFIG),
  now: "2026-05-04T12:00:00Z",
  files: FILES,
  pull: {
    title: "Coupons",
    body: BODY,
    author: { login: "ada" },
    openedAt: "2026-05-01T08:00:00Z",
    head: "feature/coupons",
    headSha: HEAD,
    templates: [],
    files: [
      { path: "src/coupons.ts" },
      { path: "db/migrations/7.sql" },
      { path: "deploy/shop.yml" },
      { path: PATHS.tracking },
    ],
    reviews: [],
    checks: [{ name: "test", state: "success" }],
    openIssues: { "label:critical": [] },
    deployments: { staging: [{ sha: HEAD, state: "success", at: AT }] },
    changedSince: {},
    roles: {
      "tech-lead": role("tina"),
      "product-owner": role("paula"),
      "qa-lead": role("quinn"),
      operations: role("otto"),
      "release-manager": role("rita"),
    },
    permissions: Object.fromEntries(
      ["ada", "max", "tina", "paula", "quinn", "otto", "rita"].map((login) => [login, "write" as const]),
    ),
  },
  ledger: [
    ...Object.entries(TICKS).map(([step, login]) => tick(step, login)),
    signoff("tech-lead", "tina"),
    signoff("product-owner", "paula"),
    signoff("qa-lead", "quinn"),
  ],
};
