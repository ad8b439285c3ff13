import { expect, test } from "@jest/globals";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { needsOf } from "../../src/evaluation/needs.ts";
import { everyVerdict } from "../../src/evaluation/verdict.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { assemblePolicy } from "../../src/procedures/assemble.ts";
import { parseConfig, references } from "../../src/procedures/config.ts";
import { referenceKey } from "../../src/procedures/reference.ts";
import { read } from "./files.ts";

const file = ".github/gatehouse.yml";
const { config, findings } = parseConfig(read(file), file, { repository: "gatehouse/gatehouse" });
const documents = new Map(
  (config === undefined ? [] : references(config)).map((reference) => {
    const path = referenceKey(reference);
    return [path, { text: read(path), file: path }];
  }),
);
const template = read(".github/pull_request_template.md");

const statesFor = (given: { readonly body: string; readonly path: string }): Readonly<Record<string, string>> => {
  if (config === undefined) throw new Error("the config can't be read");
  const { body, path } = given;
  const policy = assemblePolicy({ config, documents });
  const needs = needsOf(policy);
  const snapshot = Snapshot.parse({
    subject: { repository: "gatehouse/gatehouse", number: 1 },
    author: { login: "ada" },
    body,
    templates: [template],
    files: [{ path }],
    checks: [{ name: "ci-ok", state: "success" }],
    threads: [],
    documents: Object.fromEntries(needs.documents.map((glob) => [glob, []])),
    baseDocuments: Object.fromEntries(needs.baseDocuments.map((glob) => [glob, []])),
  });
  const { procedures } = evaluate({ policy, snapshot, ledger: [], now: new Date("2026-05-04T10:00:00Z") });
  const steps = procedures.flatMap(({ phases }) => phases.flatMap((phase) => everyVerdict(phase.steps)));
  return Object.fromEntries(steps.map(({ id, state }) => [id, state]));
};

test("config and procedure are sound, to the last warning", () => {
  expect(findings).toEqual([]);
  expect(config && assemblePolicy({ config, documents }).findings).toEqual([]);
});

test("the untouched template passes nothing", () => {
  const states = statesFor({ body: template, path: "src/store/migrations/0002-more.ts" });
  expect(states).toMatchObject({ why: "unmet", "release-notes": "unmet", "rollback-plan": "unmet", ci: "met" });
});

test("an honest description passes, and only migrations need a rollback plan", () => {
  const body = template
    .replace(/## Why\n[^#]*/, "## Why\n\nNames with emoji were cut in half.\n\n")
    .replace(/## Release notes\n[^#]*/, "## Release notes\n\nNames with emoji are shown whole.\n\n");
  const states = statesFor({ body, path: "src/report/text.ts" });
  expect(states).toMatchObject({ why: "met", "release-notes": "met", "rollback-plan": "not-applicable" });
});
