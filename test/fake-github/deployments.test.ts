import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { appClient, personClient } from "./clients.ts";
import { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const AT = { owner: "acme", repo: "shop" };

const QUERY = `query Deployments($environments: [String!]) {
  repository(owner: "acme", name: "shop") {
    deployments(environments: $environments, first: 10, orderBy: { field: CREATED_AT, direction: DESC }) {
      nodes { state commitOid latestStatus { state } statuses(first: 10) { nodes { state environmentUrl } } }
    }
  }
}`;

let github: FakeGitHub;
let repo: RepoScenario;

beforeEach(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z") });
  repo = github.repo("acme/shop", { collaborators: { ada: "write", tim: "read" }, installed: true });
});

afterEach(async () => {
  await github.stop();
  github.assertClean();
});

const statesIn = (environment: string) =>
  repo.state.deployments
    .filter((one) => one.environment === environment)
    .map(({ statuses }) => statuses.map(({ state }) => state).join(" "));

describe("a success", () => {
  test.each([
    { environment: "staging", before: "success inactive" },
    { environment: "production", before: "success" },
  ])("leaves what ran in $environment before as: $before", async ({ environment, before }) => {
    await repo.deploys({ environment });
    await repo.deploys({ environment: "elsewhere" });
    await repo.deploys({ environment });
    expect(statesIn(environment)).toEqual([before, "success"]);
    expect(statesIn("elsewhere")).toEqual(["success"]);
  });
});

test("REST makes and lists deployments and their statuses as a workflow does, and the App hears of them", async () => {
  const ada = personClient(github, "ada");
  const { data } = await ada.rest.repos.createDeployment({ ...AT, ref: "main", environment: "staging" });
  if (!("id" in data)) throw new Error("no deployment");
  const of = { ...AT, deployment_id: data.id };
  await ada.rest.repos.createDeploymentStatus({ ...of, state: "in_progress" });
  await ada.rest.repos.createDeploymentStatus({ ...of, state: "success", environment_url: "https://staging.test" });
  const app = appClient(github, repo);
  const listed = await app.rest.repos.listDeployments({ ...AT, environment: "staging" });
  expect(listed.data.map(({ sha }) => sha)).toEqual([repo.state.refs.get("refs/heads/main")]);
  const statuses = await app.rest.repos.listDeploymentStatuses(of);
  expect(statuses.data.map(({ state }) => state)).toEqual(["success", "in_progress"]);
  expect(github.deliveries.map(({ event }) => event).filter((event) => event.startsWith("deployment"))).toEqual([
    "deployment",
    "deployment_status",
    "deployment_status",
  ]);
});

test("GraphQL shows them by environment, newest first when asked", async () => {
  await repo.deploys({ environment: "staging", state: "failure" });
  const sha = await repo.push({ by: "ada", files: { "a.txt": "a\n" } });
  await repo.deploys({ environment: "staging", url: "https://staging.test" });
  await repo.deploys({ environment: "preview" });
  const answer = await appClient(github, repo).graphql(QUERY, { environments: ["staging"] });
  expect(answer).toMatchObject({
    repository: {
      deployments: {
        nodes: [
          {
            state: "ACTIVE",
            commitOid: sha,
            latestStatus: { state: "SUCCESS" },
            statuses: { nodes: [{ state: "SUCCESS", environmentUrl: "https://staging.test" }] },
          },
          { state: "FAILURE" },
        ],
      },
    },
  });
});

test("without the permission nothing is shown and nothing is told", async () => {
  github.revokes("acme", "deployments");
  await repo.deploys({ environment: "staging" });
  expect(github.deliveries).toEqual([]);
  const app = appClient(github, repo);
  await expect(app.rest.repos.listDeployments(AT)).rejects.toMatchObject({ status: 403 });
  await expect(app.graphql(QUERY, { environments: ["staging"] })).rejects.toMatchObject({
    errors: [{ type: "FORBIDDEN", path: ["repository", "deployments"] }],
    data: { repository: null },
  });
});
