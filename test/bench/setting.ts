import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { Gatehouse } from "./gatehouse.ts";

/** What everything is measured on: a repository as a team of some size might have it. */
const CONFIG = `version: 1
roles:
  qa: ["@ORG/qa"]
  product-owner: [olga]
procedures:
  - ./procedures/release.md
`;

const PROCEDURE = `---
id: release
title: Release
---

# Release

## Documents

- [ ] Release notes <!-- gate: { require: release_notes } -->
- [ ] Rollback plan <!-- gate: { require: rollback_plan } -->

## Readiness

- [ ] Tried on staging <!-- gate: { require: { tick: { by: qa } } } -->
- [ ] Dashboards looked at
- [ ] Support told (if applicable)

## Acceptance

- [ ] Product owner accepts <!-- gate: { require: { signoff: { role: product-owner } } } -->
`;

const TEMPLATE = `## Release notes

<!-- What will users notice? Write NONE if nothing. -->

## Rollback plan

**Trigger conditions:**

**Steps:**
1. [Step 1, e.g. revert this pull request]
`;

const FILLED = `## Release notes

The basket is kept for 30 days, also after the browser was closed.

## Rollback plan

**Trigger conditions:** more than 2 % of basket requests fail for 5 minutes

**Steps:**
1. Switch off the flag \`basket.keep\`.
2. If that does not help, revert this pull request and deploy.
`;

export const BODIES = { template: TEMPLATE, filled: FILLED } as const;

/** Texts of the boxes people tick. */
export const BOXES = {
  qa: "Tried on staging",
  anyone: "Dashboards looked at",
  command: "support-told-if-applicable",
} as const;

/** An organisation, and so an installation, of its own: what GitHub lets one installation write does not cut short what is measured. */
export const addRepository = (github: FakeGitHub, org: string): RepoScenario => {
  github.org(org, { teams: { qa: ["quinn"] }, members: ["ada", "olga"] });
  return github.repo(`${org}/shop`, {
    files: {
      "README.md": "# Shop\n",
      ".github/pull_request_template.md": TEMPLATE,
      ".github/gatehouse.yml": CONFIG.replace("ORG", org),
      ".github/procedures/release.md": PROCEDURE,
    },
    collaborators: { ada: "write", quinn: "write", olga: "write" },
    installed: true,
  });
};

/** Opens a pull request with a branch of its own. */
export const openPull = (repo: RepoScenario, branch: string, body: string = TEMPLATE): Promise<PullScenario> =>
  repo.opens({
    by: "ada",
    head: branch,
    title: `Keep the basket (${branch})`,
    body,
    files: { [`src/${branch}.ts`]: "export const basket = load();\n" },
  });

/** Where things are measured. */
export interface Stage {
  readonly github: FakeGitHub;
  readonly gatehouse: Gatehouse;
}

/** Without a call for this long, in milliseconds, everything that follows from an event has probably happened; then it is made sure of. */
const QUIET_MS = 70;

/** Waits until nothing more follows. While there are calls it only watches: asking the database would slow down what is measured. */
export const settle = async ({ github, gatehouse }: Stage): Promise<void> => {
  for (let before = -1; before !== github.calls.length;) {
    before = await quiet(github);
    await github.settled();
    await gatehouse.idle();
  }
};

const quiet = async (github: FakeGitHub): Promise<number> => {
  for (let seen = -1, since = 0; ;) {
    const { length } = github.calls;
    const isRunning = github.calls.some(({ endedAt }) => endedAt === undefined);
    if (length !== seen || isRunning) since = performance.now();
    seen = length;
    if (performance.now() - since > QUIET_MS) return length;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
};
