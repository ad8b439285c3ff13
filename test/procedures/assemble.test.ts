import { describe, expect, test } from "@jest/globals";
import { assemblePolicy, type ReadDocument } from "../../src/procedures/assemble.ts";
import { parseConfig } from "../../src/procedures/config.ts";

const assembled = (config: string, documents: Readonly<Record<string, string | ReadDocument>>) => {
  const parsed = parseConfig(config, "c.yml");
  if (parsed.config === undefined) throw new Error(JSON.stringify(parsed.findings));
  const read = Object.entries(documents).map(([file, document]): [string, ReadDocument] => [
    file,
    typeof document === "string" ? { text: document, file } : document,
  ]);
  return assemblePolicy({ config: parsed.config, documents: new Map(read), repository: "acme/shop" });
};

const said = (...input: Parameters<typeof assembled>) =>
  assembled(...input).findings.map(({ file, line, column, message }) => `${file}:${line}:${column} ${message}`);

const asking = (id: string, other: string) =>
  `id: ${id}\ntitle: T\nphases:\n  - title: P\n    steps:\n      - title: S\n        require: { procedure: ${other} }\n`;

test("procedures with their mode, condition and place", () => {
  const text = "---\napplies: { draft: false }\n---\n- [ ] a\n";
  const policy = assembled(
    "mode: shadow\nroles: { lead: [a] }\nprocedures:\n  - x.md\n  - { use: y.md, mode: enforce, applies: { fork: true } }\n",
    {
      "x.md": { text, file: "x.md", url: "https://example.test/x" },
      "y.md": text,
    },
  );
  expect(policy.findings).toEqual([]);
  expect(policy).toMatchObject({
    mode: "shadow",
    roles: { lead: ["a"] },
    procedures: [
      {
        mode: "shadow",
        source: { reference: "acme/shop:x.md", url: "https://example.test/x" },
        procedure: { applies: { draft: false } },
      },
      { mode: "enforce", source: { reference: "acme/shop:y.md" }, procedure: { applies: { fork: true } } },
    ],
  });
});

test("a config gives a procedure's parameters other values, as long as there are such parameters", () => {
  const text = "---\nparameters: { docs: { value: docs }, other: { value: o } }\n---\n- [ ] a\n";
  const config = "procedures:\n  - { use: y.md, parameters: { docs: { value: documentation } } }\n";
  const policy = assembled(config, { "y.md": text });
  expect(policy.findings).toEqual([]);
  expect(policy.procedures[0]?.procedure.parameters).toEqual({
    docs: { value: "documentation" },
    other: { value: "o" },
  });
});

test("a procedure that is asked for only where it is used need not be there", () => {
  const text =
    "id: a\ntitle: T\nphases:\n  - title: P\n    steps:\n      - title: S\n        require: { procedure: { id: other, if_used: true } }\n";
  expect(said("procedures: [a.yml]\n", { "a.yml": text })).toEqual([]);
});

describe("what is wrong shuts the gate, and says where", () => {
  test.each([
    {
      title: "a value for a parameter that there is not",
      config: "procedures:\n  - { use: y.md, parameters: { dcos: { value: d } } }\n",
      documents: { "y.md": "---\nparameters: { docs: { value: docs } }\n---\n- [ ] a\n" },
      message: "c.yml:2:5 The procedure `y.md` has no parameter `dcos`. It has `docs`. Did you mean `docs`?",
    },
    {
      title: "a document that is missing",
      config: "procedures: [x.md]\n",
      documents: { "x.md": { missing: "there is no such file on `main`" } },
      message:
        "c.yml:1:14 The procedure `x.md` is missing: there is no such file on `main`. Add it, or remove the line.",
    },
    {
      title: "a document that nobody read",
      config: "procedures: [x.md]\n",
      documents: {},
      message: "c.yml:1:14 The procedure `x.md` is missing: it was not read. Add it, or remove the line.",
    },
    {
      title: "a broken document",
      config: "procedures: [x.yml]\n",
      documents: { "x.yml": "title: T\ntitle: T\n" },
      message: "x.yml:2:1 The key `title` is given twice in one block; expected each key once. Remove one of the two.",
    },
    {
      title: "a role nobody defined, in YAML",
      config: "roles: { security: [a] }\nprocedures: [x.yml]\n",
      documents: {
        "x.yml":
          "title: T\nphases:\n  - title: P\n    steps:\n      - title: S\n        require: { signoff: { role: secruity } }\n",
      },
      message: "x.yml:6:37 The role `secruity` is not defined. Did you mean `security`?",
    },
    {
      title: "a role nobody defined, in Markdown",
      config: "procedures: [x.md]\n",
      documents: { "x.md": "- [ ] a <!-- gate: { require: { all: [{ signoff: { role: lead } }] } } -->\n" },
      message: "x.md:1:58 The role `lead` is not defined. The config defines none; add it under `roles`.",
    },
    {
      title: "a procedure that asks for an unknown one",
      config: "procedures: [x.yml]\n",
      documents: { "x.yml": asking("launch", "lunch") },
      message:
        "x.yml:7:31 No procedure with the id `lunch` is in the config; add it under `procedures`. Did you mean `launch`?",
    },
    {
      title: "a procedure that waits for itself",
      config: "procedures: [x.yml]\n",
      documents: { "x.yml": asking("x", "x") },
      message: "x.yml:7:31 The procedure waits for itself: `x` → `x`. Remove one of these `procedure` requirements.",
    },
  ])("$title", ({ config, documents, message }) => {
    expect(said(config, documents)).toEqual([message]);
  });

  test("a procedure without steps would ask for nothing", () => {
    expect(said("procedures: [x.md]\n", { "x.md": "# Prose only\n" })[1]).toBe(
      "c.yml:1:14 The procedure `x.md` has no steps, so it would ask for nothing. Add steps, or remove the line.",
    );
  });

  test("two procedures of one id would share their ticks", () => {
    expect(said("procedures: [x.md, y/x.md]\n", { "x.md": "- [ ] a\n", "y/x.md": "- [ ] b\n" })).toEqual([
      "c.yml:1:20 `y/x.md` and `x.md` have the same id `x`; give one of them another `id`.",
    ]);
  });

  test("a circle of three is told from each of them", () => {
    const findings = said("procedures: [a.yml, b.yml, c.yml]\n", {
      "a.yml": asking("a", "b"),
      "b.yml": asking("b", "c"),
      "c.yml": asking("c", "a"),
    });
    expect(findings).toHaveLength(3);
    expect(findings[0]).toBe(
      "a.yml:7:31 The procedure waits for itself: `a` → `b` → `c` → `a`. Remove one of these `procedure` requirements.",
    );
  });
});

const tickedBy = (title: string, role: string) => `      - { title: ${title}, require: { tick: ${role} } }\n`;
const asBuiltin = (text: string) => ({ "builtin:deploy": { text, file: "builtin:deploy.yml" } });

describe("what is wrong in a built-in procedure is told where the config names it", () => {
  const config = "mode: enforce\nprocedures:\n  - own.md\n  - builtin:deploy\n";

  test("once for all lines that say the same; what is wrong elsewhere stays there", () => {
    const steps = [tickedBy("A", "lead"), tickedBy("B", "qa"), tickedBy("C", "lead")].join("");
    const text = `title: T\nphases:\n  - title: P\n    steps:\n${steps}`;
    const own = "- [ ] a <!-- gate: { require: { tick: lead } } -->\n";
    expect(said(config, { ...asBuiltin(text), "own.md": own })).toEqual([
      expect.stringMatching(/^own\.md:1:\d+ .*`lead`/),
      expect.stringMatching(/^c\.yml:4:5 In `builtin:deploy`, lines 5 and 7: .*`lead`/),
      expect.stringMatching(/^c\.yml:4:5 In `builtin:deploy`, line 6: .*`qa`/),
    ]);
  });

  test("also when it is no procedure", () => {
    expect(said(config, { ...asBuiltin("title: T\nphasen: []\n"), "own.md": "- [ ] a\n" })[0]).toMatch(
      /^c\.yml:4:5 In `builtin:deploy`, line \d: /,
    );
  });
});
