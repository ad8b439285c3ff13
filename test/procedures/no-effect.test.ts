import { expect, test } from "@jest/globals";
import { readBuiltins } from "../../src/config/builtins.ts";
import type { Finding } from "../../src/procedures/finding.ts";
import { procedureWithoutEffect } from "../../src/procedures/no-effect.ts";

const places = (findings: readonly Finding[]) =>
  findings.map(({ line, column, severity, code }) => `${line}:${column} ${severity} ${code}`);

const PROCEDURE = `title: T
phases:
  - title: Before
    blocks: deploy
    environments: [production]
    steps: [{ title: A }]
  - title: Before staging
    blocks: deploy
    environments: [staging]
    steps: [{ title: B }]
  - title: After
    starts: { deployed: production }
    blocks_next: true
    steps: [{ title: C }]
  - title: Later
    starts: { deployed: production }
    blocks_next: true
    steps: [{ title: D }]
`;

test("each key that does nothing is told once for a procedure, at its first line", () => {
  expect(places(procedureWithoutEffect(PROCEDURE, "p.yml"))).toEqual([
    "4:5 warning procedure/deploy-not-held",
    "13:5 warning procedure/blocks-next-unused",
  ]);
});

test("Markdown is told the same, at the key in the comment", () => {
  const text = "# T <!-- gate: { blocks: deploy, environments: [production] } -->\n\n- [ ] A\n";
  expect(places(procedureWithoutEffect(text, "p.md"))).toEqual(["1:18 warning procedure/deploy-not-held"]);
});

test("what holds back the merge, and what can't be read, is told nothing here", () => {
  expect(procedureWithoutEffect("# T\n\n- [ ] A\n", "p.md")).toEqual([]);
  expect(procedureWithoutEffect("title: [\n", "p.yml")).toEqual([]);
});

test("what comes with Gatehouse is told nothing; a copy of it is", () => {
  const deploy = readBuiltins().get("deploy");
  expect(procedureWithoutEffect(deploy?.text ?? "", "builtin:deploy.yml")).toEqual([]);
  expect(procedureWithoutEffect(deploy?.text ?? "", "deploy.yml")).toHaveLength(2);
});
