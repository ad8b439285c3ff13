import { expect, test } from "@jest/globals";
import { stepsCalled } from "../../src/evaluation/find-step.ts";
import { ambiguousStep, refusal, reply, unknownCommand, unknownStep } from "../../src/report/answers.ts";
import { judged, label, phase, policy, procedure, step, stepsPolicy, tick } from "../evaluation/world.ts";

const verdict = judged(
  policy([
    procedure([phase("one", [step("load-test", tick()), step("x", label("x"))])], { id: "p" }),
    procedure([phase("one", [step("load-test", tick(), { title: "Load @tested" })])], { id: "q" }),
  ]),
);

test("an unknown command gets the nearest one and the list", () => {
  expect(unknownCommand("tik")).toMatchInlineSnapshot(`
   "There is no \`/gate tik\`. Did you mean \`/gate tick\`? These commands exist:

   - \`/gate recheck\`: look at everything again
   - \`/gate tick STEP\`: tick a box of the checklist
   - \`/gate untick STEP\`: take a tick back
   "
  `);
  expect(unknownCommand("`@all` <b>")).toMatchInlineSnapshot(`
   "There is no \`\`/gate \`@all\` <b>\`\`. These commands exist:

   - \`/gate recheck\`: look at everything again
   - \`/gate tick STEP\`: tick a box of the checklist
   - \`/gate untick STEP\`: take a tick back
   "
  `);
  expect(unknownCommand("")).toMatchInlineSnapshot(`
   "\`/gate\` needs a command. These commands exist:

   - \`/gate recheck\`: look at everything again
   - \`/gate tick STEP\`: tick a box of the checklist
   - \`/gate untick STEP\`: take a tick back
   "
  `);
});

test("an unknown step gets the nearest one, or the list of boxes", () => {
  expect(unknownStep("loadtest", verdict)).toMatchInlineSnapshot(`
   "There is no step \`loadtest\` here. Did you mean \`load-test\`?
   "
  `);
  expect(unknownStep("", verdict)).toMatchInlineSnapshot(`
   "Which step? Steps with a box:

   - \`load-test\`: Step load-test
   - \`load-test\`: Load @&#8203;tested
   "
  `);
  expect(unknownStep("zzz", judged(stepsPolicy(step("x", label("x")))))).toBe("There is no box to tick here.\n");
});

test("a long list says that it is one", () => {
  const many = judged(stepsPolicy(...Array.from({ length: 30 }, (_, index) => step(`step-${index}`, tick()))));
  const answer = unknownStep("completely-different", many);
  expect(answer).toContain("Some steps with a box:");
  expect(answer.match(/^- /gmu)).toHaveLength(20);
});

test("an ambiguous step gets the whole names", () => {
  expect(ambiguousStep("load-test", stepsCalled(verdict, "load-test"))).toMatchInlineSnapshot(`
   "\`load-test\` can mean several steps. Say which:

   - \`p/load-test\`: Step load-test
   - \`q/load-test\`: Load @&#8203;tested
   "
  `);
});

test("a refusal is escaped, and several answers are one comment", () => {
  expect(refusal("The tick by @mallory was undone.")).toBe("The tick by @&#8203;mallory was undone.\n");
  expect(reply(["One.\n", "Two.\n"])).toBe("One.\n\nTwo.");
});
