import { describe, expect, test } from "@jest/globals";
import { NO_POLICY, type Policy } from "../../src/procedures/policy.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";
import { everyVerdict } from "../../src/evaluation/verdict.ts";
import { done, judged, snapshot } from "../evaluation/world.ts";

const markdown = `# Deploy
## Rollout
- [ ] Strategy <!-- gate: { require: choice } -->
  - [ ] Direct <!-- gate: { when: { not: { labels: [risky] } } } -->
  - [ ] Feature flag
    - [ ] Flag is off by default
  - [ ] Blue-green
- [ ] Team told
`;

const policyOf = (text: string, file: string): Policy => {
  const { procedure, findings } = parseProcedure(text, file);
  if (procedure === undefined) throw new Error(JSON.stringify(findings));
  return { ...NO_POLICY, procedures: [{ procedure, mode: "enforce", source: { reference: file } }] };
};

const look = (given: Policy, ids: readonly string[], labels: string[] = []) => {
  const [adopted] = given.procedures;
  const acts = ids.map((id) =>
    done({ act: "tick", procedure: adopted?.procedure.id ?? "", step: id, by: { login: "walt" }, permission: "write" }),
  );
  const { procedures, gates } = judged(given, snapshot({ labels }), acts);
  const steps = procedures.flatMap(({ phases }) => phases.flatMap((one) => everyVerdict(one.steps)));
  return {
    gate: [gates[0]?.state, gates[0]?.left],
    states: Object.fromEntries(steps.map(({ id, state }) => [id, state])),
  };
};

describe("in Markdown nested items are the options of a choice", () => {
  const given = policyOf(markdown, "deploy.md");

  test.each<[readonly string[], string[], readonly [string, number], Record<string, string>]>([
    [[], [], ["awaiting", 2], { strategy: "waiting", direct: "waiting", "flag-is-off-by-default": "locked" }],
    [["direct", "team-told"], [], ["open", 0], { strategy: "met", "feature-flag": "not-applicable" }],
    [["direct", "team-told"], ["risky"], ["awaiting", 1], { strategy: "waiting", direct: "not-applicable" }],
    [["feature-flag", "team-told"], [], ["awaiting", 1], { "flag-is-off-by-default": "waiting" }],
    [["feature-flag", "flag-is-off-by-default", "team-told"], [], ["open", 0], { strategy: "met" }],
    [["direct", "blue-green"], [], ["shut", 2], { strategy: "unmet" }],
  ])("%j with the labels %j", (...[ids, labels, gate, states]) => {
    const looked = look(given, ids, labels);
    expect(looked.gate).toEqual(gate);
    expect(looked.states).toMatchObject(states);
  });
});

test("options that are given by their titles become sub-steps", () => {
  const given = policyOf(
    "title: Deploy\nphases:\n  - title: Rollout\n    steps:\n      - { title: Strategy, require: { choice: { options: [Direct, Blue-green] } } }\n",
    "deploy.yml",
  );
  expect(given.procedures[0]?.procedure.phases[0]?.steps[0]?.steps).toMatchObject([
    { id: "direct", title: "Direct", require: { kind: "tick" }, line: 5 },
    { id: "blue-green", title: "Blue-green" },
  ]);
  expect(look(given, ["direct"]).gate).toEqual(["open", 0]);
});

const yaml = (steps: string): string => `title: T\nphases:\n  - title: P\n    steps:\n${steps}`;

describe("what makes no choice is found with its line", () => {
  test.each<{ title: string; file?: string; text: string; code: string; line: number; says: RegExp }>([
    {
      title: "no options",
      text: yaml("      - { title: One, require: tick }\n      - { title: Way, id: way, require: choice }\n"),
      code: "procedure/too-few-options",
      line: 6,
      says: /^The choice `way` has no options; it needs at least two\./u,
    },
    {
      title: "one option",
      file: "way.md",
      text: "- [ ] Way <!-- gate: { require: choice } -->\n  - [ ] Direct\n",
      code: "procedure/too-few-options",
      line: 1,
      says: /has one option only/u,
    },
    {
      title: "options in two ways",
      text: yaml(
        "      - title: Way\n        require: { choice: { options: [A, B] } }\n        steps: [{ title: C }, { title: D }]\n",
      ),
      code: "procedure/options-twice",
      line: 6,
      says: /^The choice `way` has both `options` and sub-steps; give the options in one way\.$/u,
    },
    {
      title: "a choice among others",
      text: yaml(
        "      - title: Way\n        require: { all: [tick, choice] }\n        steps: [{ title: C }, { title: D }]\n",
      ),
      code: "procedure/choice-not-alone",
      line: 6,
      says: /^The step `way` has a `choice` among other requirements/u,
    },
    {
      title: "a choice that closes a phase",
      text: "title: T\nphases:\n  - title: P\n    gate: choice\n    steps: [{ title: A }]\n",
      code: "procedure/choice-not-alone",
      line: 4,
      says: /^A `choice` can't close the phase `p`/u,
    },
    {
      title: "a ring of choices",
      text: yaml(
        [
          "      - title: One",
          "        require: choice",
          "        steps: [{ title: A, when: { picked: c } }, { title: B }]",
          "      - title: Two",
          "        when: { any: [{ picked: a }] }",
          "        require: choice",
          "        steps: [{ title: C }, { title: D }]",
          "",
        ].join("\n"),
      ),
      code: "procedure/choice-ring",
      line: 5,
      says: /^What can be picked in the choice `one` depends on what is picked in it\./u,
    },
    {
      title: "a due time without a start",
      text: "title: T\nphases:\n  - title: P\n    due: 24h\n    steps: [{ title: A }]\n",
      code: "procedure/due-unused",
      line: 4,
      says: /^The phase `p` has a `due` but no `starts`/u,
    },
  ])("$title", ({ file = "t.yml", text, code, line, says }) => {
    const found = parseProcedure(text, file).findings.find((one) => one.code === code);
    expect(found).toMatchObject({ file, line, message: expect.stringMatching(says) });
  });

  test("choices that depend on one another in one direction are fine", () => {
    const text = yaml(
      "      - { title: One, require: choice, steps: [{ title: A }, { title: B }] }\n      - { title: Two, require: choice, when: { picked: a }, steps: [{ title: C }, { title: D, when: { picked: b } }] }\n",
    );
    expect(parseProcedure(text, "t.yml").findings).toEqual([]);
  });
});
