import { describe, expect, test } from "@jest/globals";
import { assumeAbsent } from "../../../src/cli/commands/assume-absent.ts";
import { lackingKeys } from "../../../src/cli/commands/lacking-keys.ts";
import { localPolicy } from "../../../src/cli/commands/local-policy.ts";
import { evaluate } from "../../../src/evaluation/evaluate.ts";
import { everyVerdict } from "../../../src/evaluation/verdict.ts";
import { Snapshot } from "../../../src/evidence/snapshot.ts";
import { parseProcedure } from "../../../src/procedures/parse.ts";
import { KIND_NAMES } from "../../../src/requirements/schema.ts";

/** Of each kind the settings that ask for something of their own. */
const EXAMPLES: Readonly<Record<string, readonly string[]>> = {
  tick: ["tick"],
  section: ["{ section: Rollback }", "{ section: { heading: Rollback, of: issue } }"],
  document: [
    "{ document: docs/plan.md }",
    "{ document: { path: docs/plan.md, template: docs/template.md, changed: true } }",
  ],
  absent: ["{ absent: '**/TODO.md' }"],
  release_notes: ["release_notes", "{ release_notes: { changelog: CHANGELOG.md } }"],
  rollback_plan: ["rollback_plan", "{ rollback_plan: { stricter_for: ['migrations/**'] } }"],
  signoff: ["signoff"],
  checks: ["checks", "{ checks: [build] }"],
  labels: ["{ labels: ready }"],
  linked: ["{ linked: issue }", "linked"],
  conversations: ["conversations"],
  pattern: ["{ pattern: { of: commits, matches: '^fix' } }", "{ pattern: { of: title, matches: '^fix' } }"],
  elapsed: ["{ elapsed: 1h }"],
  decision: ["{ decision: lead }"],
  deployed: ["{ deployed: staging }", "{ deployed: { environment: staging } }"],
  issues: ["{ issues: { labels: blocker } }"],
  changed: ["{ changed: ['docs/**'] }"],
  window: ["{ window: { days: [mon], hours: '09:00-16:00', timezone: UTC } }"],
  metric: ["{ metric: { check: coverage, pattern: 'coverage: ([0-9.]+)%', min: 80 } }"],
  procedure: ["{ procedure: { id: other, if_used: true } }", "{ procedure: { id: launch, of: issue } }"],
  choice: ["{ choice: { options: [Direct, Blue-green] } }"],
  all: ["{ all: [checks, { deployed: staging }] }"],
  any: ["{ any: [{ issues: { labels: blocker } }, checks] }"],
  not: ["{ not: { labels: hold } }"],
};

const NOW = new Date("2026-05-04T10:00:00Z");
const BARE = { subject: { repository: "acme/shop", number: 1 }, headSha: "abc" };

const evaluationOf = (requirement: string, snapshot: object = {}) => {
  const text = `title: T\nphases:\n  - title: P\n    steps:\n      - { title: S, require: ${requirement} }\n`;
  const policy = localPolicy(parseProcedure(text, "p.yml"), "p.yml");
  expect(policy.findings.filter(({ severity }) => severity === "error")).toEqual([]);
  return { policy, snapshot: Snapshot.parse({ ...BARE, ...snapshot }), ledger: [], now: NOW };
};

const judged = (requirement: string, snapshot: object = {}) => {
  const evaluation = evaluationOf(requirement, snapshot);
  const settled = { ...evaluation, snapshot: assumeAbsent(evaluation) };
  const steps = evaluate(settled).procedures.flatMap(({ phases }) =>
    phases.flatMap((phase) => everyVerdict(phase.steps)),
  );
  return { lacking: lackingKeys(settled), inError: steps.filter(({ state }) => state === "error"), steps };
};

test("every kind has an example here", () => {
  expect(Object.keys(EXAMPLES).toSorted()).toEqual([...KIND_NAMES].toSorted());
});

describe("what a bare snapshot lacks is not there, and the step is determined", () => {
  /** Who holds a role is the snapshot's to say. */
  const roles = { lead: { members: ["olga"] } };
  test.each(Object.values(EXAMPLES).flat())("%s", (requirement) => {
    const { lacking, inError } = judged(requirement, { roles });
    expect({ lacking, inError }).toEqual({ lacking: [], inError: [] });
  });
});

describe("what is asked for in a second look", () => {
  test("a branch is not there", () => {
    const text = "# Plan\n\n| Branch |\n| --- |\n| `feature/x` |\n";
    const requirement = "{ document: { path: docs/plan.md, fields: [{ name: Branch, is: branch }] } }";
    const { lacking } = judged(requirement, { documents: { "docs/plan.md": [{ path: "docs/plan.md", text }] } });
    expect(lacking).toEqual([]);
  });

  test("what changed since an approval can't be told, so that it does not count", () => {
    const { lacking, steps } = judged("{ signoff: { count: 1, stale_on: paths, paths: ['src/**'] } }", {
      reviews: [{ by: { login: "olga" }, state: "approved", commit: "old", at: "2026-05-04T08:00:00Z", writer: true }],
    });
    expect({ lacking, states: steps.map(({ state }) => state) }).toEqual({ lacking: [], states: ["waiting"] });
  });

  test("how old a file is, is not made up, and the answer names the key", () => {
    const text = "# Plan\n\nWe move the queue first, then the workers.\n";
    const { lacking } = judged("{ document: { path: docs/plan.md, max_age: 30d } }", {
      documents: { "docs/plan.md": [{ path: "docs/plan.md", text }] },
    });
    expect(lacking).toEqual(['$.lastChanged["docs/plan.md"]']);
  });
});

test.each([
  ["{ deployed: staging }", "$.deployments.staging"],
  ["{ issues: { labels: blocker } }", '$.openIssues["label:blocker"]'],
  [EXAMPLES["metric"]?.[0] ?? "", "$.outputs.coverage"],
])("without the flag the answer names what %s lacks", (requirement, key) => {
  expect(lackingKeys(evaluationOf(requirement))).toEqual([key]);
});
