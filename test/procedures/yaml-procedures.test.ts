import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { everyStep, type Procedure } from "../../src/procedures/model.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

const parsed = (text: string, file = "p.yml"): Procedure => {
  const { procedure, findings } = parseProcedure(text, file);
  if (procedure === undefined) throw new Error(JSON.stringify(findings));
  return procedure;
};

const FEATURE = `
id: feature-release
title: Feature release
version: 1.10
about: What every customer-visible change goes through.
applies:
  base: [main, "release/**"]
  not: { labels: [docs-only] }
parameters:
  feature: { branch: "feature/{feature}" }
order: phases
phases:
  - id: documents
    title: Documents
    steps:
      - id: plan
        title: Plan
        require: { labels: planned }
        help: "See docs"
        steps:
          - title: Sub-step
          - title: Sub-step
      - id: threat-model
        title: Threat model reviewed
        when: { paths: ["src/auth/**"] }
        require: { signoff: { role: security } }
  - id: pre
    title: Before production
    blocks: deploy
    environments: [production]
    steps:
      - { id: on-call, title: On-call notified, optional: true }
      - { id: strict, title: Strict, optional: true, waivable: false }
  - id: post
    title: After production
    starts: { deployed: production }
    due: 24h
    blocks_next: true
    steps:
      - { title: No errors }
    gate: { decision: { role: tech-lead } }
`;

test("everything a procedure can say arrives in the model", () => {
  const procedure = parsed(FEATURE);
  expect(procedure).toMatchObject({
    id: "feature-release",
    version: "1.10",
    subject: "pull_request",
    applies: { base: ["main", "release/**"], not: { labels: ["docs-only"] } },
    parameters: { feature: { branch: "feature/{feature}" } },
    order: "phases",
  });
  expect(procedure.phases).toMatchObject([
    { id: "documents", blocks: "merge", environments: [], blocksNext: false, line: 13 },
    { id: "pre", blocks: "deploy", environments: ["production"] },
    {
      id: "post",
      blocks: null,
      starts: { deployed: "production" },
      due: "24h",
      blocksNext: true,
      gate: { kind: "decision" },
    },
  ]);
  expect(procedure.phases.flatMap(({ steps }) => everyStep(steps))).toMatchObject([
    { id: "plan", require: { kind: "labels" }, help: "See docs", optional: false, waivable: false, line: 16 },
    { id: "sub-step", require: { kind: "tick" } },
    { id: "sub-step-2" },
    { id: "threat-model", when: { paths: ["src/auth/**"] } },
    { id: "on-call", optional: true, waivable: true },
    { id: "strict", optional: true, waivable: false },
    { id: "no-errors" },
  ]);
});

describe("what a phase holds back", () => {
  test.each([
    { settings: "", blocks: "merge" },
    { settings: "    blocks: merge\n", blocks: "merge" },
    { settings: "    blocks: deploy\n    environments: [p]\n", blocks: "deploy" },
    { settings: "    blocks: none\n", blocks: null },
    { settings: "    starts: { deployed: p }\n", blocks: null },
    { settings: "    starts: { deployed: p }\n    blocks: deploy\n    environments: [p]\n", blocks: "deploy" },
  ])("$settings: $blocks", ({ settings, blocks }) => {
    expect(parsed(`title: T\nphases:\n  - title: P\n${settings}    steps: [{ title: S }]\n`).phases[0]?.blocks).toBe(
      blocks,
    );
  });
});

test("without an id the file names the procedure", () => {
  expect(parsed("title: T\nphases: [{ title: P, steps: [{ title: S }] }]", "a/b/Deploy to prod.yaml").id).toBe(
    "deploy-to-prod",
  );
});

test("an alias stands for its value, and what is wrong in it is told where it is written", () => {
  const shared = "title: T\nphases:\n  - title: P\n    steps:\n      - &s { title: S, when: { path: x } }\n";
  expect(parseProcedure(shared, "p.yml").findings).toMatchObject([{ line: 5, column: 32 }]);
});

test("1,000 steps are read", () => {
  const steps = Array.from({ length: 1000 }, (_, index) => `      - { title: Step ${index % 700} }\n`).join("");
  const ids = parsed(`title: T\nphases:\n  - title: P\n    steps:\n${steps}`).phases.flatMap(({ steps: all }) =>
    all.map(({ id }) => id),
  );
  expect(new Set(ids).size).toBe(1000);
});

describe("built-in procedures", () => {
  const folder = new URL("../../procedures/", import.meta.url);
  test.each(readdirSync(folder))("%s is sound and bears its file's name", (file) => {
    const { procedure, findings } = parseProcedure(readFileSync(new URL(file, folder), "utf8"), `procedures/${file}`);
    expect(findings).toEqual([]);
    expect(`${procedure?.id}.yml`).toBe(file);
  });
});
