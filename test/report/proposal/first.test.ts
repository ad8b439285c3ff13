import { expect, test } from "@jest/globals";
import { NO_POLICY, type AdoptedProcedure } from "../../../src/procedures/policy.ts";
import type { First } from "../../../src/report/proposal/first.ts";
import type { Impact } from "../../../src/report/proposal/impact.ts";
import { proposalRun, type Proposed } from "../../../src/report/proposal/run.ts";
import { finding, label, phase, procedure, step } from "../../evaluation/world.ts";

const context = { headSha: "a".repeat(40), externalId: "acme/shop#7", base: "main", at: new Date("2026-03-02T09:30Z") };

const NONE: Impact = { lookedAt: [], open: 0, hidden: 0 };

const TWO = [phase("one", [step("a", label("a")), step("b", label("b"))])];

const said = (proposed: Partial<Proposed>, impact: Impact | undefined = NONE) => {
  const config = { paths: [".github/gatehouse.yml"], findings: [], isEnd: false };
  const { conclusion, title, summary } = proposalRun({ ...config, ...proposed }, impact, context);
  return { said: `${conclusion}: ${title}`, summary: summary.replaceAll("\u200B", "").replaceAll("&#8203;", "") };
};

const firstWith = (procedures: readonly AdoptedProcedure[], rest: Partial<First["policy"]> = {}): First => ({
  policy: { ...NO_POLICY, procedures, ...rest },
});

test("the first config, as people read it", () => {
  const trial = procedure(TWO, { id: "risks", title: "Risks @all", applies: { paths: "src/**" } });
  const launch = procedure(TWO, { id: "launch", title: "Launch", subject: "issue" });
  const first = firstWith([procedure(TWO), { ...trial, mode: "shadow" }, launch], { mode: "shadow" });
  const made = said({ first });
  expect(made.said).toBe("success: Valid: switches Gatehouse on in shadow mode; no open pull request");
  expect(made.summary).toMatchInlineSnapshot(`
   "**Valid.** Gatehouse asks for nothing yet. Merged, this switches it on for pull requests to \`main\`:

   - In shadow mode it holds nothing back, and says on each pull request what it would hold. \`mode: enforce\` makes it hold.
   - “Procedure”: 2 steps on every pull request.
   - “Risks @all”: 2 steps on a pull request when a changed file matches \`src/**\`, on trial.
   - “Launch”: 2 steps on every issue.

   There is no other open pull request to \`main\`.

   Looked at 2026-03-02 09:30 UTC. *Re-check* looks again.
   "
  `);
});

test.each([
  {
    what: "in earnest",
    first: firstWith([procedure(TWO)]),
    title: "success: Valid: switches Gatehouse on; no open pull request",
    says: "- The check `gatehouse` fails until everything is done, and holds a pull request back where a ruleset requires it.",
  },
  {
    what: "without a procedure",
    first: firstWith([]),
    title: "success: Valid: switches Gatehouse on; no open pull request",
    says: "- No procedure is listed under `procedures` yet",
  },
  {
    what: "in the owner's own repository",
    first: { ...firstWith([]), owner: "acme" },
    title: "success: Valid: switches Gatehouse on; no open pull request",
    says: "- It holds in every repository of acme that has no config of its own.",
  },
])("a first config $what", ({ first, title, says }) => {
  const made = said({ first });
  expect(made.said).toBe(title);
  expect(made.summary).toContain(says);
});

test("of a first config that is broken nothing is promised", () => {
  const made = said({ first: firstWith([procedure(TWO)]), findings: [finding()] }, undefined);
  expect(made.said).toBe("failure: Configuration error: 1 problem");
  expect(made.summary).not.toContain("switches");
});

test("what takes itself for a config is told, and holds nobody back", () => {
  const file = ".github/gatehouse.yaml";
  const stray = finding({ file, severity: "warning", message: `\`${file}\` is not read: the config is another one.` });
  const made = said({ paths: [file], findings: [stray], isUnread: true }, undefined);
  expect(made.said).toBe("neutral: Not read: .github/gatehouse.yaml");
  expect(made.summary).toContain("**No config.** Merged as it is, this changes nothing");
  expect(made.summary).toContain("is not read: the config is another one.");
});
