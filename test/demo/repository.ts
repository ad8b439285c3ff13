/** The demo's repository: what a team that ships a shop might ask of a change. */

export const TEMPLATE = `## What and why

<!-- One or two sentences. -->

## Release notes

<!-- What will users notice? Write NONE if nothing. -->
- [describe the change for users]

## Rollback plan

**Trigger conditions:**

**Steps:**
1. [Step 1, e.g. revert this pull request]

## Checklist

- [ ] I have read the contribution guide
`;

const PROCEDURE = `---
id: release
title: Release
version: "1.0"
---

# Release

What every change goes through, from the pull request to the day after it went live. People read this page; Gatehouse enforces it.

## Documents

- [ ] Release notes <!-- gate: { require: release_notes } -->
- [ ] Rollback plan <!-- gate: { require: rollback_plan } -->

## Readiness

- [ ] Tried on staging <!-- gate: { require: { tick: { by: qa } } } -->
- [ ] Dashboards and alerts looked at
- [ ] Support told (if applicable)

## Acceptance

- [ ] Product owner accepts <!-- gate: { require: { signoff: { role: product-owner } } } -->

## Before production <!-- gate: { blocks: deploy, environments: [production] } -->

- [ ] The deployment window is open <!-- gate: { require: { window: { name: working-days, environment: production } } } -->

## After production <!-- gate: { starts: { deployed: production }, due: 24h, gate: { decision: release-manager } } -->

- [ ] No new errors in the logs <!-- gate: { require: { tick: { by: on-call } } } -->
- [ ] Customers see what the release notes promise
`;

export const CONFIG = `version: 1
roles:
  qa: ["@acme/qa"]
  product-owner: [olga]
  release-manager: [rosa]
  on-call: [theo]
procedures:
  - ./procedures/release.md
windows:
  working-days: { days: [mon-thu], hours: "09:00-16:00", timezone: Europe/Berlin }
override: { roles: [release-manager] }
`;

/** Where the procedure lies. */
export const PROCEDURE_PATH = ".github/procedures/release.md";

export const FILES: Readonly<Record<string, string>> = {
  "README.md": "# Shop\n",
  "src/basket.ts": "export const basket = [];\n",
  ".github/pull_request_template.md": TEMPLATE,
  ".github/gatehouse.yml": CONFIG,
  [PROCEDURE_PATH]: PROCEDURE,
};

const WHY = "Customers asked for a basket that survives closing the browser.";

const body = (notes: string, plan: string, why = WHY): string => `## What and why

${why}

## Release notes

${notes}

## Rollback plan

${plan}

## Checklist

- [x] I have read the contribution guide
`;

const NOTES = "The basket is kept for 30 days, also after the browser was closed.";

const EMPTY_PLAN = `**Trigger conditions:**

**Steps:**
1. [Step 1, e.g. revert this pull request]`;

/** The description as it grows in the story. */
export const BODIES = {
  notes: body(NOTES, EMPTY_PLAN),
  placeholder: body(
    NOTES,
    "**Trigger conditions:** more than 2 % of basket requests fail for 5 minutes\n\n**Steps:**\n1. [Step 1, e.g. revert this pull request]",
  ),
  plan: body(
    NOTES,
    "**Trigger conditions:** more than 2 % of basket requests fail for 5 minutes\n\n**Steps:**\n1. Switch off the flag `basket.keep`.\n2. If that does not help, revert this pull request and deploy.",
  ),
  coupons: body(
    "A coupon can be entered in the basket.",
    "**Trigger conditions:** any order with a wrong total\n\n**Steps:**\n1. Deploy the commit that ran before.\n2. Tell support to take coupons by telephone.",
    "Marketing wants coupons in the basket.",
  ),
  totals: body(
    "NONE",
    "**Trigger conditions:** any order with a wrong total\n\n**Steps:**\n1. Deploy the commit that ran before.",
    "With coupons, totals were wrong.",
  ),
} as const;
