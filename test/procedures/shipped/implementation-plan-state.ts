import { FILLED } from "../../requirements/implementation-plan.ts";
import { policyOf, type State } from "./shipped.ts";

/** A feature with its plan, before the work and after it: what `builtin:implementation-plan` wants to see. */

export const ID = "implementation-plan";

export const CONFIG = `version: 1
roles:
  tech-lead: [tina]
  product-owner: [paula]
procedures:
  - builtin:implementation-plan
`;

export const HEAD = "1111111111111111111111111111111111111111";
export const EARLIER = "2222222222222222222222222222222222222222";
export const AT = "2026-11-14T09:00:00Z";
export const PATH = "docs/plans/coupons.md";

/** Changes a text, each part of which must be there. */
export const edited = (text: string, changes: readonly (readonly [string | RegExp, string])[]): string =>
  changes.reduce((before, [from, to]) => {
    const after = before.replace(from, () => to);
    if (after === before) throw new Error(`${String(from)} is not in the plan`);
    return after;
  }, text);

/** The plan once all is done. */
export const PLAN = edited(FILLED, [
  [
    "#### Deliverables\n\n- [x] Migration with its way back",
    "#### Database changes\n\nTwo new tables, none is changed.\n\n#### Deliverables\n\n- [x] Migration with its way back",
  ],
  [
    "- [x] **Task 3.1**: Two requests with one coupon at the same time",
    `- [x] **Task 3.1**: Two requests with one coupon at the same time
- [x] **Task 3.2**: Edge cases: coupon of yesterday, empty basket, rounding
- [x] **Task 3.3**: Performance: 200 orders per second
- [x] **Task 3.4**: Security: codes can't be guessed, dependencies scanned`,
  ],
  [
    "- [x] **Task 4.2**: Flag `coupons` in every environment",
    `- [x] **Task 4.2**: Flag \`coupons\` in every environment

#### Documentation checklist

- [x] API: the new call
- [x] README: nothing new, because the set-up stays
- [x] Changelog
- [x] Migration guide: none, because old carts stay valid
- [x] Configuration: the flag
- [x] Troubleshooting: refused coupons`,
  ],
  [
    "- **Phase completion**: a note to finance and support",
    "- **Weekly**: a summary for finance\n- **Phase completion**: a note to finance and support",
  ],
  [
    "1. Technical blockers: Ada Lovelace\n2. Scope: Katherine Johnson",
    "1. Technical blockers: Ada Lovelace\n2. Scope: Katherine Johnson\n3. Resources: Mary Jackson",
  ],
  ["- [x] Reviewed by two people", "- [x] Types check\n- [x] Reviewed by two people\n- [x] Comments say why"],
  [
    "- [x] Manual round on three phones",
    `- [x] Integration tests pass
- [x] Manual round on three phones
- [x] Performance as planned

### Documents

- [x] API reference
- [x] Guide for users, guide for the deployment`,
  ],
  [
    "- [x] Alert for more than 2 % refused coupons",
    `- [x] Alert for more than 2 % refused coupons
- [x] Flag off by default
- [x] Rollback tried in staging
- [x] Stakeholders know the day`,
  ],
  ["- [x] Blockers: none", "- [x] Blockers: none\n- [x] Help needed: none"],
  [
    "- Ask finance about rounding first",
    "- Ask finance about rounding first\n\n### Recommendations\n\n- Agree on test data before the first task",
  ],
]);

/** The plan before the work begins: nothing is done yet, and nothing of the template is left. */
export const PLANNED = edited(PLAN, [
  [/✅ Complete(?: \(two days late\))?/gu, "Not started"],
  [/- \[x\]/gu, "- [ ]"],
  [/(?<=^\| (?:Unit|Integration|End to end).*\| )(?:Refused|One discount|Same total) +\|$/gmu, " |"],
  [/(?<=\| Phase \d \| 2026-\d\d-\d\d {2}\| )2026-\d\d-\d\d \|.*\|/gu, "| |"],
  [/(?<=### What worked well\n)[^#]*/u, "\n"],
  [/(?<=### What to do differently\n)[^#]*/u, "\n"],
  [/(?<=### Recommendations\n)[^-]*- .*\n/u, ""],
  [/- Developer:.*/u, "- Developer:"],
  [/- Reviewer:.*/u, "- Reviewer:"],
]);

export const BODY = `Coupons at the checkout.

## Release notes

Customers can enter a coupon at the checkout.

## Rollback plan

Switch the flag \`coupons\` off when more than 2 % of the orders fail; the tables stay as they are.

Rehearsed: 2026-11-12
`;

const role = (...members: readonly string[]) => ({ members: [...members] });

export const signoff = (name: string, login: string, commit = HEAD): State["ledger"][number] => ({
  act: "signoff",
  by: { login },
  permission: "write",
  role: name,
  at: AT,
  commit,
  via: "command",
});

/** The pull request that brings the work: all is there, and everybody has agreed. */
export const WORK: State = {
  policy: policyOf(CONFIG),
  now: "2026-11-14T12:00:00Z",
  files: { [PATH]: PLAN },
  pull: {
    title: "Coupons",
    body: BODY,
    author: { login: "ada" },
    openedAt: "2026-10-05T08:00:00Z",
    base: "main",
    head: "feature/coupons",
    headSha: HEAD,
    templates: [],
    files: [{ path: PATH }, { path: "src/coupons.ts" }, { path: "db/migrations/041_coupons.sql" }],
    reviews: [{ by: { login: "max" }, state: "approved", commit: HEAD, at: AT, writer: true }],
    threads: [],
    checks: [
      { name: "test", state: "success" },
      { name: "coverage", state: "success" },
    ],
    outputs: { coverage: [{ state: "success", text: "Coverage 94.1 % of the lines", app: "github-actions" }] },
    branches: { main: true },
    changedSince: {},
    baseDocuments: { "CHANGELOG.md": [] },
    roles: { "tech-lead": role("tina"), "product-owner": role("paula") },
  },
  ledger: [signoff("tech-lead", "tina"), signoff("product-owner", "paula")],
};

/** The pull request that brings the plan alone. */
export const ALONE: State = {
  ...WORK,
  now: "2026-10-05T12:00:00Z",
  files: { [PATH]: PLANNED },
  pull: {
    ...WORK.pull,
    body: "The plan for coupons.",
    head: "plan/coupons",
    files: [{ path: PATH, change: "added" }],
    branches: { "feature/coupons": true },
    reviews: [],
    checks: [],
    outputs: {},
  },
  ledger: WORK.ledger.map((entry) => ({ ...entry, at: "2026-10-05T09:00:00Z" })),
};
