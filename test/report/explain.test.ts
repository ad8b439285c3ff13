import { expect, test } from "@jest/globals";
import { stepsCalled } from "../../src/evaluation/find-step.ts";
import { explain } from "../../src/report/explain.ts";
import { RequirementSchema } from "../../src/requirements/schema.ts";
import { help } from "../../src/report/help.ts";
import { entry, judged, phase, policy, procedure, step, stepsPolicy, tick, ticked } from "../evaluation/world.ts";
import type { LedgerEntry } from "../../src/evidence/ledger.ts";

const RULES = policy(
  [procedure([phase("one", [step("x", tick("lead"), { help: "Ask <b>lea</b>." })])], { version: "2", title: "A | B" })],
  { override: { roles: ["lead"], lastsMs: 1, secondPerson: true } },
);

const explained = (
  ledger: readonly LedgerEntry[],
  {
    followUp,
    timeZone,
    rules = RULES,
  }: { readonly followUp?: string; readonly timeZone?: string; readonly rules?: typeof RULES } = {},
): string => {
  const acts = [...ledger];
  const [found] = stepsCalled(judged(rules, undefined, acts), "x");
  if (found === undefined) throw new Error("no such step");
  return explain({ found, asks: "a tick", roles: [], freezes: false, ledger: acts, followUp, timeZone });
};

test("an open step says what would close it and who can", () => {
  expect(explained([entry("refused", "x", { login: "max" })])).toMatchInlineSnapshot(`
   "**Step x** 🟡 awaited

   \`x\` in “Phase one” of A &#124; B (version 2)

   - Asks for: a tick
   - Now: The tick by max was undone: not allowed.
   - To close it: Tick it in the checklist comment.
   - Who can: lead (lea, Leo)
   - Help: Ask &lt;b&gt;lea&lt;/b&gt;.

   What people did:

   - 2026-03-01 12:00 UTC: The tick by max was undone: not allowed.
   "
  `);
});

test("a step that is done says who did it, and no more what to do", () => {
  const text = explained([ticked("x", "lea")]);
  expect(text).toContain("✅ done");
  expect(text).not.toContain("To close it");
  expect(text).toContain("2026-03-01 12:00 UTC: lea ticked it");
});

test("moments are told by the clock of the config, those of proofs as well", () => {
  const rules = stepsPolicy(step("x", RequirementSchema.parse("tick")));
  const text = explained([ticked("x", "walt")], { timeZone: "Europe/Berlin", rules });
  expect(text).toContain("- Proof: Ticked by walt at Sun 1 Mar 2026, 13:00 (Europe/Berlin)");
  expect(text).toContain("- Sun 1 Mar 2026, 13:00 (Europe/Berlin): walt ticked it");
  expect(text).not.toMatch(/UTC|\dZ/u);
});

test("a follow-up is linked by its number", () => {
  expect(explained([], { followUp: "https://github.com/acme/shop/issues/5" })).toContain(
    "- Follow-up: [#&#8203;5](https://github.com/acme/shop/issues/5)",
  );
});

test("of many acts the last are shown, and a long one is cut", () => {
  const many = Array.from({ length: 200 }, () => entry("refused", "x", { login: "max" }));
  const text = explained(many);
  expect(text).toContain("the last 30 of 200 acts");
  expect(text.length).toBeLessThan(20_000);
});

test("help names who may, without notifying anybody", () => {
  const text = help(judged(RULES), RULES);
  expect(text).toContain("| `/gate abort reason` | give it up | the author, or lead |");
  expect(text).toContain("- `lead`: `lea` and `@acme/leads`");
  expect(text).toContain("second person");
  expect(text).toContain("- `x`: Step x");
  const { override: _nobody, ...without } = RULES;
  expect(help(judged(without), without)).toContain("nobody, as the config names no override roles");
});
