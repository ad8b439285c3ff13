import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { appClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const AT = { owner: "acme", repo: "shop" };

const QUERY = `query Issues($label: String!, $milestone: String!) {
  repository(owner: "acme", name: "shop") {
    label(name: $label) { issues(first: 10, states: [OPEN]) { nodes { number } } }
    milestones(first: 10, query: $milestone) { nodes { title issues(first: 10, states: [OPEN]) { nodes { number } } } }
    issueTemplates { filename body }
  }
}`;

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  repo = github.repo("acme/shop", {
    files: { ".github/ISSUE_TEMPLATE/launch.md": "---\nname: Launch\n---\n## Plan\n" },
    collaborators: { ada: "write" },
    installed: true,
  });
});

afterEach(async () => {
  await github.stop();
  github.assertClean();
});

test("labels and milestones know their open issues", async () => {
  await repo.opensIssue({ by: "ada", title: "One", labels: ["bug"], milestone: "v1" });
  const two = await repo.opensIssue({ by: "ada", title: "Two" });
  await two.labels({ by: "ada", add: ["bug"] });
  await two.milestone({ by: "ada", title: "v1.1" });
  await repo.issue(1).closes({ by: "ada" });
  const answer = await appClient(github, repo).graphql(QUERY, { label: "BUG", milestone: "v1" });
  expect(answer).toEqual({
    repository: {
      label: { issues: { nodes: [{ number: 2 }] } },
      milestones: {
        nodes: [
          { title: "v1", issues: { nodes: [] } },
          { title: "v1.1", issues: { nodes: [{ number: 2 }] } },
        ],
      },
      issueTemplates: [{ filename: "launch.md", body: "## Plan\n" }],
    },
  });
  expect(github.deliveries.map(({ event, action }) => `${event} ${action}`)).toEqual([
    "issues opened",
    "issues labeled",
    "issues milestoned",
    "issues opened",
    "issues labeled",
    "issues milestoned",
    "issues closed",
  ]);
});

test("issues that the App opens are found by their creator", async () => {
  await repo.opensIssue({ by: "ada", title: "Hers" });
  const app = appClient(github, repo);
  await app.rest.issues.create({ ...AT, title: "Ours" });
  const { data } = await app.rest.issues.listForRepo({ ...AT, creator: "gatehouse[bot]", state: "all" });
  expect(data.map(({ title }) => title)).toEqual(["Ours"]);
});
