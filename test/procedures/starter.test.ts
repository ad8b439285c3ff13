import { describe, expect, test } from "@jest/globals";
import { assemblePolicy } from "../../src/procedures/assemble.ts";
import { parseConfig } from "../../src/procedures/config.ts";
import { composed } from "../../src/procedures/organisation.ts";
import { referenceKey } from "../../src/procedures/reference.ts";
import { readBuiltins } from "../../src/config/builtins.ts";
import { isChecklist, mayBeChecklist, starterConfig } from "../../src/procedures/starter.ts";

const CHECKLIST = "# Release\n\n- [ ] Version raised\n- [ ] Tagged\n";

describe("a first config", () => {
  test.each([
    { what: "alone", checklists: [] },
    { what: "with checklists", checklists: ["docs/release-checklist.md", "RUNBOOK.md"] },
  ])("is valid, holds nothing back, and finds all it names: $what", ({ checklists }) => {
    const { config, findings } = parseConfig(starterConfig({ lead: "mona-lisa", checklists }), ".github/gatehouse.yml");
    expect(findings).toEqual([]);
    const whole = composed({ own: config, extended: undefined, organisation: undefined });
    const documents = new Map(
      whole.config.procedures.map(({ reference }) => [
        referenceKey(reference),
        reference.kind === "builtin"
          ? { text: readBuiltins().get(reference.id)?.text ?? "", file: "builtin.yml" }
          : { text: CHECKLIST, file: "path" in reference ? reference.path : "" },
      ]),
    );
    const policy = assemblePolicy({ config: whole.config, documents });
    expect(policy.findings).toEqual([]);
    expect(policy.mode).toBe("shadow");
    expect(policy.roles).toEqual({ "release-manager": ["mona-lisa"] });
    expect(policy.procedures).toHaveLength(1 + checklists.length);
  });
});

test.each([
  ["docs/release-checklist.md", true],
  ["RUNBOOK.md", true],
  [".github/deploy.md", true],
  ["RELEASES.md", false],
  ["RELEASE_NOTES.md", false],
  ["CHANGELOG.md", false],
  ["docs/release-template.md", false],
  [".github/pull_request_template.md", false],
  ["README.md", false],
  ["docs/release notes [old].md", false],
  ["release.txt", false],
])("%s may be a checklist: %s", (path, may) => {
  expect(mayBeChecklist(path)).toBe(may);
});

test.each([
  { text: CHECKLIST, is: true },
  { text: "# Release\n\n- [ ] One\n", is: false },
  { text: "# How we release\n\nWith care.\n", is: false },
  { text: "- [ ] a <!-- gate: { require: nonsense } -->\n- [ ] b\n", is: false },
])("a document is a checklist where it is a procedure as it stands: $is", ({ text, is }) => {
  expect(isChecklist("docs/release.md", text)).toBe(is);
});
