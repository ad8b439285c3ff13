import { expect, test } from "@jest/globals";
import { stepsCalled } from "../../src/evaluation/find-step.ts";
import {
  ambiguousStep,
  missingReason,
  refusal,
  reply,
  unknownCommand,
  unknownRole,
  unknownStep,
  whichGate,
} from "../../src/report/answers.ts";
import { judged, label, phase, policy, procedure, step, stepsPolicy, tick } from "../evaluation/world.ts";

const verdict = judged(
  policy([
    procedure([phase("one", [step("load-test", tick()), step("x", label("x"))])], { id: "p" }),
    procedure([phase("one", [step("load-test", tick(), { title: "Load @tested" })])], { id: "q" }),
  ]),
);

test("an unknown command gets the nearest one", () => {
  expect(unknownCommand("tik")).toBe(
    "There is no `/gate tik`. Did you mean `/gate tick`? `/gate help` lists all there are.\n",
  );
  expect(unknownCommand("`@all` <b>")).toBe("There is no ``/gate `@all` <b>``. `/gate help` lists all there are.\n");
  expect(unknownCommand("")).toBe("`/gate` needs a command. `/gate help` lists all there are.\n");
});

test("a step that is not found is looked for among what can be meant", () => {
  expect(unknownStep("zzz", judged(stepsPolicy(step("x", label("x")))), "a step")).toBe(
    "There is no step `zzz` here. Steps:\n\n- `x`: Step x\n",
  );
  expect(unknownStep("y", judged(stepsPolicy(step("x", label("x")))), "a step")).toBe(
    "There is no step `y` here. Did you mean `x`?\n",
  );
});

test.each([
  { given: "", roles: ["qa", "security"], words: "Which role? There are `qa` and `security`.\n" },
  { given: "", roles: ["qa"], words: "Which role? There is `qa`.\n" },
  {
    given: "secruity",
    roles: ["qa", "security"],
    words: "There is no role `secruity` here. Did you mean `security`?\n",
  },
  { given: "qa", roles: [], words: "The config names no roles, so nobody can sign off for one.\n" },
])("the role $given among $roles", ({ given, roles, words }) => {
  expect(unknownRole(given, roles)).toBe(words);
});

test("a missing reason and a gate in doubt are asked for", () => {
  expect(missingReason("no-go")).toBe("Please say why, it is kept in the record: `/gate no-go PHASE reason`.\n");
  expect(whichGate("production", "is down")).toBe(
    "`production` is an environment here, so I can't tell which gate is meant. Say one of:\n\n- `/gate override merge production is down`\n- `/gate override deploy/production is down`\n",
  );
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
