import { expect, test } from "@jest/globals";
import { launchWords } from "../../src/procedures/launch-words.ts";
import { parseProcedure } from "../../src/procedures/parse.ts";

const steps = "steps: [{ title: A }]";

test.each([
  {
    what: "one environment",
    phases: `[{ title: A, blocks: deploy, environments: [production], ${steps} }, { title: B, blocks: none, ${steps} }]`,
    says: "collects pull requests and holds back their deployments to `production`",
  },
  {
    what: "several",
    phases: `[{ title: A, blocks: deploy, environments: [eu, us], ${steps} }, { title: B, blocks: deploy, environments: [us], ${steps} }]`,
    says: "collects pull requests and holds back their deployments to `eu` and `us`",
  },
  {
    what: "every one",
    phases: `[{ title: A, blocks: deploy, ${steps} }, { title: B, blocks: deploy, environments: [us], ${steps} }]`,
    says: "collects pull requests and holds back their deployments",
  },
  { what: "none", phases: `[{ title: A, blocks: none, ${steps} }]`, says: undefined },
])("$what", ({ phases, says }) => {
  const read = (subject: string) =>
    parseProcedure(`title: T\nsubject: ${subject}\nphases: ${phases}\n`, "t.yml").procedure;
  const [issue, pull] = [read("issue"), read("pull_request")];
  if (issue === undefined || pull === undefined) throw new Error("not read");
  expect(launchWords(issue)).toBe(says);
  expect(launchWords(pull)).toBeUndefined();
});
