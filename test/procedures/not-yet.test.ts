import { NO_POLICY } from "../../src/procedures/policy.ts";
import { describe, expect, test } from "@jest/globals";
import { everyVerdict } from "../../src/evaluation/verdict.ts";
import { evaluate } from "../../src/evaluation/evaluate.ts";
import { Snapshot } from "../../src/evidence/snapshot.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

const written = (require: string, phase = "") =>
  `title: T\nphases:\n  - title: P\n${phase}    steps:\n      - title: S\n        require: ${require}\n`;

const found = (text: string): readonly string[] =>
  parseProcedure(text, "p.yml").findings.map(
    ({ line, severity, code, message }) => `${line} ${severity} ${code} ${message}`,
  );

const warning = (word: string, line = 5) =>
  `${line} warning procedure/not-yet This version of Gatehouse can't judge \`${word}\` yet, so this step blocks.`;

/** Whether the step is in error where everything else it could ask for is there. */
const blocks = (text: string): boolean => {
  const { procedure } = parseProcedure(text, "p.yml");
  if (procedure === undefined) throw new Error(text);
  const policy = {
    ...NO_POLICY,
    comments: { checklist: true, status: true, issues: true },
    procedures: [{ procedure, mode: "enforce" as const, source: { reference: "p.yml" } }],
    findings: [],
  };
  const snapshot = Snapshot.parse({
    subject: { repository: "acme/shop", number: 1 },
    roles: { lead: { members: ["ada"] } },
    reviews: [],
    templates: [],
    files: [],
    documents: { "a.md": [] },
  });
  const verdict = evaluate({ policy, snapshot, ledger: [], now: new Date(0) });
  return verdict.procedures
    .flatMap(({ phases }) => phases.flatMap(({ steps }) => everyVerdict(steps)))
    .some(({ code }) => code?.endsWith("/not-yet") === true);
};

const EXAMPLES: Readonly<Record<string, string>> = {
  "of: issue": "{ section: { heading: Plan, of: issue } }",
  "via: command": "{ signoff: { role: lead, via: [command] } }",
};

describe("what this version can't judge is said before it blocks", () => {
  test.each(Object.entries(EXAMPLES))("%s", (word, require) => {
    expect(found(written(require))).toEqual([warning(word)]);
    expect(blocks(written(require))).toBe(true);
  });

  test.each(["tick", "{ signoff: lead }", "{ document: a.md }", "{ section: { heading: Plan, of: pull_request } }"])(
    "%s is judged",
    (require) => {
      expect(found(written(require))).toEqual([]);
      expect(blocks(written(require))).toBe(false);
    },
  );

  test("within `all`, each once", () => {
    expect(
      found(
        written(
          "{ all: [{ section: { heading: Plan, of: issue } }, { all: [{ signoff: { role: lead, via: [command] } }, { signoff: { role: lead, via: [command] } }] }] }",
        ),
      ),
    ).toEqual([warning("of: issue"), warning("via: command")]);
  });

  test("within `any` another way is left", () => {
    expect(found(written("{ any: [tick, { signoff: { role: lead, via: [command] } }] }"))).toEqual([
      "5 warning procedure/not-yet This version of Gatehouse can't judge `via: command` yet, so it never counts as met.",
    ]);
  });

  test("the go / no-go of a phase", () => {
    expect(found(written("tick", "    gate: { signoff: { role: lead, via: [command] } }\n"))).toEqual([
      "3 warning procedure/not-yet This version of Gatehouse can't judge `via: command` yet, so this phase blocks.",
    ]);
    expect(found(written("tick", "    gate: { decision: lead }\n"))).toEqual([]);
  });

  test("a phase that holds nothing back", () => {
    expect(found(written("{ signoff: { role: lead, via: [command] } }", "    blocks: none\n"))[0]).toMatch(
      /so this step stays open\.$/u,
    );
  });

  test.each(["    blocks: deploy\n    environments: [production]\n", "    starts: { deployed: production }\n"])(
    "phases after the merge are not judged anyway: %j",
    (phase) => {
      expect(found(written("{ signoff: { role: lead, via: [command] } }", phase))).toEqual([]);
    },
  );
});
