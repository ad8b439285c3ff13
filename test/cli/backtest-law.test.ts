import { expect, test } from "@jest/globals";
import { everybodyActed } from "../../src/cli/backtest/everybody-acted.ts";
import { judgePast } from "../../src/cli/backtest/judge-past.ts";
import { localPolicy } from "../../src/cli/commands/local-policy.ts";
import { readBuiltins } from "../../src/config/builtins.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { isOpen, obligations } from "../../src/evaluation/gates.ts";
import { stepKey } from "../../src/evaluation/verdict.ts";
import type { Ledger } from "../../src/evidence/ledger.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";
import type { Policy } from "../../src/procedures/policy.ts";
import { fc } from "../properties.ts";

const mergedAt = new Date("2026-03-02T10:00:00Z");

const CHOICE = `title: C
phases:
  - title: Before
    blocks: merge
    steps:
      - title: How
        id: how
        require: choice
        steps:
          - { title: Directly, id: direct, steps: [{ title: Plan, id: plan, require: { section: Rollback } }] }
          - { title: Bit by bit, id: gradual }
      - { title: Watched, id: watched, when: { not: { picked: gradual } }, require: { section: Monitoring } }
      - { title: Described, id: described, require: { section: Why } }
`;

const policies: readonly { readonly name: string; readonly policy: Policy }[] = [
  ...[...readBuiltins()].map(([name, { text, file }]) => ({
    name,
    policy: localPolicy(parseProcedure(text, file), file),
  })),
  { name: "a choice", policy: localPolicy(parseProcedure(CHOICE, "c.yml"), "c.yml") },
].filter(({ policy }) => policy.procedures[0]?.procedure.subject === "pull_request");

const snapshots: fc.Arbitrary<Snapshot> = fc
  .record({
    body: fc.constantFrom(
      "",
      "## Rollback\n\nRevert it.\n",
      "## Why\n\nPeople asked for it.\n\n## Monitoring\n\nErrors.\n",
    ),
    labels: fc.subarray(["risky", "blocked", "release"]),
    reviewed: fc.boolean(),
  })
  .map(({ body, labels, reviewed }) =>
    Snapshot.parse({
      subject: { repository: "acme/shop", number: 1 },
      body,
      labels,
      author: { login: "ada" },
      headSha: "a".repeat(40),
      files: [{ path: "src/a.ts" }],
      checks: [{ name: "ci", state: "success" }],
      threads: [],
      templates: [],
      linkedIssues: [],
      documents: {},
      baseDocuments: {},
      roles: Object.fromEntries(
        ["lead", "tech-lead", "release-manager", "security"].map((role) => [role, { members: ["lea"] }]),
      ),
      reviews: reviewed
        ? [
            {
              by: { login: "lea" },
              state: "approved",
              commit: "a".repeat(40),
              at: "2026-03-01T10:00:00Z",
              writer: true,
            },
          ]
        : [],
    }),
  );

const openKeys = (policy: Policy, snapshot: Snapshot, ledger: Ledger): ReadonlySet<string> =>
  new Set(
    evaluate({ policy, snapshot, ledger, now: mergedAt }).procedures.flatMap(({ id, phases }) =>
      obligations(phases.filter(({ holdsMerge }) => holdsMerge))
        .filter(isOpen)
        .map((step) => stepKey(id, step.id)),
    ),
  );

test.each(policies)("whatever people had ticked or said, what held it is open: $name", ({ policy }) => {
  fc.assert(
    fc.property(snapshots, fc.nat(), fc.infiniteStream(fc.boolean()), (snapshot, way, done) => {
      const { held } = judgePast({ policy, snapshot, mergedAt });
      const ways = everybodyActed(policy, snapshot, mergedAt);
      const ledger = (ways[way % ways.length] ?? []).filter(() => done.next().value === true);
      const open = openKeys(policy, snapshot, ledger);
      expect(held.map(({ procedure, step }) => stepKey(procedure, step)).filter((key) => !open.has(key))).toEqual([]);
    }),
    { numRuns: 60 },
  );
});

test("a step that one option of a choice makes superfluous holds nothing", () => {
  const policy = localPolicy(parseProcedure(CHOICE, "c.yml"), "c.yml");
  const snapshot = Snapshot.parse({ subject: { repository: "acme/shop", number: 1 }, templates: [] });
  const { held, asked } = judgePast({ policy, snapshot, mergedAt });
  expect({ held: held.map(({ step }) => step), asked: asked.map(({ step }) => step) }).toEqual({
    held: ["described"],
    asked: ["how", "watched"],
  });
});
