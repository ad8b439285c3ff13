import { policyOf, type State } from "./shipped.ts";

/** A feature that went through all six phases: what `builtin:feature-implementation` wants to see. */

export const CONFIG = `version: 1
roles:
  product-owner: [paula]
  tech-lead: [tina]
  qa-lead: [quinn]
  devops: [dora]
procedures:
  - builtin:feature-implementation
override: { roles: [product-owner] }
notify: { on_block: [product-owner, tech-lead] }
`;

export const HEAD = "1111111111111111111111111111111111111111";
export const EARLIER = "2222222222222222222222222222222222222222";
export const MERGE = "3333333333333333333333333333333333333333";
export const AT = "2026-05-04T09:00:00Z";
export const DEPLOYED_AT = "2026-05-05T09:00:00Z";

const FEATURE = "docs/features/coupons";
export const at = (name: string): string => `${FEATURE}/${name}.md`;

const words =
  "Coupons are redeemed in the basket, one for each order, and the new total is shown to the customer at once.";

const page = (...headings: readonly string[]): string =>
  ["# Coupons", ...headings.flatMap((heading) => [`## ${heading}`, words])].join("\n\n") + "\n";

export const FILES: Readonly<Record<string, string>> = {
  [at("plan")]: page("Steps", "Procedures to run", "Dependencies", "Risks and unknowns", "Checkpoints"),
  [at("requirements")]: page("Scope", "Requirements", "Acceptance criteria"),
  [at("ux")]: page("Journeys"),
  [at("architecture")]: page("Decisions", "Alternatives"),
  [at("threat-model")]: page("Threats", "Mitigations"),
  [at("api-discovery")]: page("What there is"),
  [at("data-design")]: page("Tables", "Migration"),
  [at("compatibility")]: page("Consumers"),
  [at("api-contract")]: `# Coupons\n\n**Status:** Frozen\n\n## Endpoints\n\n${words}\n\n## Errors\n\n${words}\n`,
  [at("third-party")]: page("Price service", "What it needs"),
  [at("authorisation")]: page("Who", "How it is known"),
  [at("test-plan")]: page("Cases"),
  [at("README")]: page("Usage", "Configuration", "Runbook"),
  [at("security-review")]: page("Findings", "Conclusion"),
  [at("test-report")]: page(
    "Results",
    "Coverage",
    "Integration tests",
    "End-to-end tests",
    "Performance",
    "Open issues",
  ),
  [at("rollout")]: page("Flags", "Stages", "Rollback"),
  [at("record")]: `${page(
    "Architecture decisions",
    "Interface decisions",
    "Implementation approach",
    "Deployment approach",
    "Issues met",
    "Procedures run",
    "Test reports",
  )}\n**Started:** 2026-04-01\n`,
};

export const BODY = `Closes #1

## Feature definition

${words}

## Requirements

${words}

## Resources and constraints

Ada and Max have four weeks, until the end of May; there is money for one more test environment.
`;

export const CODE = [
  "server/coupons.ts",
  "web/coupons.tsx",
  "src/middleware/totals.ts",
  "api/openapi.yml",
  "infra/flags.tf",
];
export const LABELS = ["scope:backend", "scope:frontend", "scope:middleware", "scope:api", "scope:third-party"].concat([
  "scope:auth",
  "scope:infrastructure",
]);

/** Who ticks which box before the merge, and after the deployment. */
export const TICKS: Readonly<Record<string, string>> = {
  "design-system": "paula",
  architecture: "tina",
  infrastructure: "dora",
  layers: "tina",
  backend: "tina",
  frontend: "tina",
  middleware: "tina",
  coordination: "tina",
  changes: "paula",
  compliance: "tina",
  verified: "quinn",
  "integration-tests": "quinn",
  "end-to-end-tests": "quinn",
  "architecture-assessment": "tina",
  accessibility: "quinn",
  performance: "quinn",
  observability: "dora",
};
export const LATER: Readonly<Record<string, string>> = { validated: "quinn", monitored: "dora", trained: "dora" };

/** Who says go for which phase. */
export const GOES: Readonly<Record<string, string>> = {
  planning: "paula",
  "technical-design": "tina",
  implementation: "tina",
  quality: "quinn",
  "pre-deployment": "paula",
  deployment: "dora",
};
const ROLES = { paula: "product-owner", tina: "tech-lead", quinn: "qa-lead", dora: "devops" } as const;

const PROCEDURE = "feature-implementation";
type Said = State["ledger"][number];

const tick = ([step, login]: readonly [string, string], when: string): Said => ({
  act: "tick",
  procedure: PROCEDURE,
  step,
  by: { login },
  permission: "write",
  at: when,
});

const go = ([phase, login]: readonly [string, string], when: string): Said => ({
  act: "decide",
  word: "go",
  procedure: PROCEDURE,
  step: `${phase}:gate`,
  by: { login },
  permission: "write",
  at: when,
  commit: HEAD,
});

const signoffs: readonly Said[] = Object.entries(ROLES).map(([login, role]) => ({
  act: "signoff",
  by: { login },
  permission: "write",
  role,
  at: AT,
  commit: HEAD,
  via: "command",
}));

/** Everything that can be done before the merge is done. */
export const READY: State = {
  policy: policyOf(CONFIG),
  now: "2026-05-04T12:00:00Z",
  files: FILES,
  pull: {
    title: "Coupons",
    body: BODY,
    author: { login: "ada" },
    openedAt: "2026-04-01T08:00:00Z",
    head: "feature/coupons",
    headSha: HEAD,
    labels: LABELS,
    templates: [],
    files: CODE.map((path) => ({ path })),
    reviews: [],
    threads: [],
    checks: [{ name: "test", state: "success" }],
    linkedIssues: [{ repository: "acme/shop", number: 1, state: "open" }],
    openIssues: { "label:critical": [] },
    deployments: { production: [] },
    changedSince: { [EARLIER]: ["README.md"] },
    roles: Object.fromEntries(Object.entries(ROLES).map(([login, role]) => [role, { members: [login] }])),
    permissions: Object.fromEntries(["ada", "max", ...Object.keys(ROLES)].map((login) => [login, "write" as const])),
  },
  ledger: [
    ...Object.entries(TICKS).map((one) => tick(one, AT)),
    ...Object.entries(GOES)
      .filter(([phase]) => phase !== "deployment")
      .map((one) => go(one, AT)),
    ...signoffs,
  ],
};

/** Merged, deployed, watched and found good. */
export const COMPLETE: State = {
  ...READY,
  now: "2026-05-06T12:00:00Z",
  pull: {
    ...READY.pull,
    state: "merged",
    mergedAt: "2026-05-05T08:00:00Z",
    mergeSha: MERGE,
    deployments: { production: [{ sha: MERGE, state: "success", at: DEPLOYED_AT, holds: true }] },
  },
  ledger: [
    ...READY.ledger,
    ...Object.entries(LATER).map((one) => tick(one, "2026-05-06T11:00:00Z")),
    go(["deployment", "dora"], "2026-05-06T11:30:00Z"),
  ],
};
