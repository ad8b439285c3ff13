import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { issuesOn } from "../../src/github/issue-writer.ts";
import type { IssueWriter } from "../../src/readiness/ports.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { callsOf, startReadingWorld, subjectOf, type ReadingWorld } from "./reading-world.ts";

let world: ReadingWorld;
let repo: RepoScenario;
let issues: IssueWriter;

beforeEach(async () => {
  world = await startReadingWorld();
  repo = world.github.repo("acme/shop", { collaborators: { ada: "write" }, installed: true });
  await repo.opens({ by: "ada" });
  issues = issuesOn(world.clientOf, "gatehouse");
});

afterEach(async () => {
  await world.github.stop();
  world.github.assertClean();
});

const MARKER = "<!-- gatehouse:follow-up 1 -->";
const subject = () => subjectOf(repo, 1);

test("what was opened is found by its marker, open or closed", async () => {
  const opened = await issues.create(subject(), { title: "Later", body: `Do it.\n${MARKER}` });
  expect(opened).toEqual({ number: 2, url: `${repo.url}/issues/2` });
  expect(await issues.find(subject(), MARKER)).toEqual(opened);
  await repo.issue(2).closes({ by: "ada" });
  expect(await issues.find(subject(), MARKER)).toEqual(opened);
  expect(await issues.find(subject(), "<!-- gatehouse:follow-up 2 -->")).toBeUndefined();
});

test("somebody else's issue with the marker is not ours", async () => {
  await repo.opensIssue({ by: "ada", title: "Mine", body: MARKER });
  expect(await issues.find(subject(), MARKER)).toBeUndefined();
});

test("it is looked for on every page", async () => {
  const opened = await issues.create(subject(), { title: "Later", body: MARKER });
  for (let count = 0; count < 100; count += 1) await repo.opensIssue({ by: "gatehouse[bot]", title: "Another" });
  world.github.resetCalls();
  expect(await issues.find(subject(), MARKER)).toEqual(opened);
  expect(callsOf(world)).toHaveLength(2);
});
