import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { IssueScenario } from "../fake-github/scenario/issue.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import type { RunScenario } from "../fake-github/scenario/run.ts";
import { configWith, DEPLOYING } from "./releases.ts";
import { checkOf, openShop, opensPull, statusOf, tickedIn } from "./shop.ts";
import type { World } from "./world.ts";

/** A busy day in several repositories, the same each time it is lived through, whether anybody hears of it or not. */

const HOUR_MS = 3_600_000;

const PROCEDURE = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: staging, title: Tried on staging, require: { tick: { by: qa } } }
      - { id: alerts, title: Alerts looked at }
      - { id: ci, title: CI passed, require: { checks: [ci] } }
      - { id: reviewed, title: Reviewed, require: { signoff: { count: 1 } } }
      - { id: product, title: The product owner agrees, require: { signoff: { role: product } } }
      - { id: calm, title: Nobody asked to wait, require: { labels: { none: [hold] } } }
      - { id: testing, title: Testing is described, require: { section: Testing } }
`;

const ROLES = ["version: 1", "roles:", "  qa: [quinn, quentin]", "  product: [olga]", "procedures:"];
const POLICY = [...ROLES, "  - ./procedures/release.yml", ""].join("\n");

const LATER_PROCEDURE = `${PROCEDURE}      - { id: docs, title: Handbook updated }\n`;

const ON_ISSUES = `id: launch
title: Launch
subject: issue
applies: { labels: [launch] }
phases:
  - id: ready
    title: Ready
    steps:
      - { id: press, title: Press told }
`;

const WINDOW = `id: hours
title: Hours
phases:
  - id: hours
    title: Hours
    blocks: merge
    steps:
      - { id: hours, title: In hours, require: { window: { days: [mon-fri], hours: "12:00-18:00", timezone: UTC } } }
`;

const QUEUE_BOX = `id: release
title: Release
phases:
  - id: readiness
    title: Readiness
    blocks: merge
    steps:
      - { id: alerts, title: Alerts looked at }
`;

export interface Town {
  readonly shops: readonly RepoScenario[];
  readonly pulls: PullScenario[];
  /** Those on which somebody gave a command while nobody heard. */
  readonly commanded: PullScenario[];
  readonly deploying: RepoScenario;
  readonly queueing: RepoScenario;
  readonly launching: RepoScenario;
  readonly hours: PullScenario;
  readonly bare: readonly RepoScenario[];
  readonly runs: RunScenario[];
  readonly issues: IssueScenario[];
}

const PULLS = 4;
const BARE = 60;

/** Everything as it was before, with a verdict on every pull request. Three shops at least. */
export const foundTown = async (world: World, { shops: count }: { readonly shops: number }): Promise<Town> => {
  const { github } = world;
  const shops = Array.from({ length: count }, () => openShop(github, { procedure: PROCEDURE, config: POLICY }));
  const bare = await foundBare(world, `bare-${shops[0]?.state.owner.login}`);
  const deploying = openShop(github, { procedure: DEPLOYING, config: configWith() });
  await deploying.deploys({ environment: "production" });
  deploying.environment("production");
  const queueing = openShop(github, { procedure: QUEUE_BOX });
  queueing.ruleset({
    checks: [
      { context: "gatehouse", appId: github.appId },
      { context: "ci", appId: null },
    ],
    queue: {},
  });
  const launching = openShop(github, {
    procedure: ON_ISSUES,
    config: ["version: 1", "procedures:", "  - ./procedures/release.yml", ""].join("\n"),
  });
  const hours = await opensPull(openShop(github, { procedure: WINDOW }));
  const pulls: PullScenario[] = [];
  for (const shop of shops) {
    for (let index = 0; index < PULLS; index += 1)
      pulls.push(await opensPull(shop, { files: { [`src/${index}.ts`]: "export {};\n" } }));
  }
  pulls.push(await opensPull(queueing), await opensPull(deploying));
  await world.settle();
  github.advance(60_000);
  await queueing.pull(1).ticks({ by: "ada", step: "Alerts looked at" });
  await deploying.pull(1).ticks({ by: "ada", step: "Tried on staging" });
  await world.settle();
  github.advance(60_000);
  return { shops, pulls, commanded: [], deploying, queueing, launching, hours, bare, runs: [], issues: [] };
};

/** Repositories without a config, each with a pull request. Nobody ever heard of them. */
const foundBare = async ({ github, gatehouse }: World, owner: string): Promise<readonly RepoScenario[]> => {
  const repos = Array.from({ length: BARE }, (_none, index) =>
    github.repo(`${owner}/lib-${index}`, { installed: true }),
  );
  github.deliverTo(undefined);
  for (const repo of repos) await opensPull(repo);
  github.losesDeliveries(({ statusCode }) => statusCode === 0);
  github.deliverTo(`${gatehouse.url}/api/github/webhooks`);
  return repos;
};

/** Six hours in which about so many events happen. `passed` is called after each hour's acts. */
export const liveThrough = async (
  { github }: World,
  town: Town,
  {
    events,
    hourMs = HOUR_MS,
    passed,
  }: { readonly events: number; readonly hourMs?: number; readonly passed: () => Promise<void> },
): Promise<number> => {
  const begun = github.deliveries.length;
  const busy = town.pulls.slice(0, town.shops.length * PULLS);
  const hour = async (): Promise<void> => {
    await passed();
    github.advance(hourMs);
  };
  await somebodyChangesPolicy(town);
  for (const pull of busy) await edits(pull);
  await hour();
  for (const pull of busy) await pushes(pull);
  await hour();
  for (let round = 0; github.deliveries.length - begun < events - 120; round += 1) await chats(busy, round);
  await hour();
  await opensAndEnds(town);
  await hour();
  for (const [index, pull] of busy.entries()) await agrees(town, pull, index);
  await hour();
  await opensIssues(town);
  await hour();
  await asksAtTheEnd(town);
  await passed();
  return github.deliveries.length - begun;
};

const somebodyChangesPolicy = async ({ shops }: Town): Promise<void> => {
  const [shop] = shops;
  await shop?.push({ by: "ada", files: { ".github/procedures/release.yml": LATER_PROCEDURE } });
};

const edits = async (pull: PullScenario): Promise<void> => {
  await pull.edits({ by: "ada", body: "## Testing\n\nBy hand, on two phones.\n" });
  if (pull.number % 2 === 0) await pull.labels({ by: "ada", add: ["hold"] });
};

let pushed = 0;

const pushes = async (pull: PullScenario): Promise<void> => {
  pushed += 1;
  await pull.pushes({ by: "ada", files: { [`src/more-${pushed}.ts`]: "export {};\n" } });
};

/** Events that matter to nobody, as most do. */
const chats = async (pulls: readonly PullScenario[], round: number): Promise<void> => {
  for (const pull of pulls) await pull.comments({ by: "max", body: `Have you seen this? (${round})` });
};

const opensAndEnds = async (town: Town): Promise<void> => {
  const [first, second, third] = town.shops;
  if (first === undefined || second === undefined || third === undefined) throw new Error("there are three shops");
  town.pulls.push(await opensPull(first, { title: "Late one", files: { "src/late.ts": "export {};\n" } }));
  await first.pull(2).closes({ by: "ada" });
  await second.pull(1).merges({ by: "ada" });
  const brief = await opensPull(second, { title: "Brief one", files: { "src/brief.ts": "export {};\n" } });
  await brief.closes({ by: "ada" });
  await third.pull(1).closes({ by: "ada" });
  await third.pull(1).reopens({ by: "ada" });
};

const agrees = async (town: Town, pull: PullScenario, index: number): Promise<void> => {
  if (pull.state.closedAt !== null) return;
  const repo = town.shops[Math.floor(index / PULLS)];
  await repo?.reportsCheck({ name: "ci", conclusion: index % 3 === 0 ? "failure" : "success", sha: pull.headSha });
  await pull.reviews({ by: "max", state: "APPROVE" });
  await pull.ticks({ by: "quinn", step: index % 2 === 0 ? "Tried on staging" : "Alerts looked at" });
  if (pull.number % 4 === 0) await pull.labels({ by: "ada", remove: ["hold"] });
  if (index % 5 !== 0) return;
  town.commanded.push(pull);
  await pull.comments({ by: "olga", body: "/gate signoff product" });
};

const opensIssues = async ({ launching, issues }: Town): Promise<void> => {
  issues.push(await launching.opensIssue({ by: "ada", title: "Launch of the basket", labels: ["launch"] }));
  issues.push(await launching.opensIssue({ by: "ada", title: "A question" }));
};

/** A deployment asks, and a pull request enters the merge queue. */
const asksAtTheEnd = async ({ deploying, queueing, runs }: Town): Promise<void> => {
  await deploying.pull(1).merges({ by: "ada" });
  runs.push(await deploying.workflow());
  await deploying.push({ by: "ada", files: { "src/direct.ts": "export {};\n" } });
  runs.push(await deploying.workflow());
  await queueing.reportsCheck({ name: "ci", conclusion: "success", sha: queueing.pull(1).headSha });
  await queueing.pull(1).enqueues({ by: "ada" });
};

/** What people see in the end, without the numbers in which one town differs from another. */
export const seenIn = (town: Town) => ({
  pulls: town.pulls.map((pull) => ({
    called: `${town.shops.findIndex(({ state }) => state === pull.state.repo)}#${pull.number}`,
    isCommanded: town.commanded.includes(pull),
    check: pull.state.closedAt === null ? checkOf(pull) : "closed",
    ticked: tickedIn(pull),
    comments: pull.commentsOf().length,
    isTold: statusOf(pull) !== "",
  })),
  hours: checkOf(town.hours),
  runs: town.runs.map((run) => run.reviews().map(({ state }) => state)),
  issues: town.issues.map((issue) => issue.commentsOf().length),
  groups: groupsOf(town),
  bare: town.bare.flatMap((repo) => repo.pulls.map(checkOf)).filter((check) => check !== "none"),
});

/** Our answers on the groups of the merge queue. */
const groupsOf = ({ queueing }: Town): readonly string[] => {
  const heads = new Set(queueing.pulls.map(({ headSha }) => headSha));
  return queueing.state.suites
    .filter(({ app, sha }) => app.slug === "gatehouse" && !heads.has(sha))
    .flatMap(({ runs }) => runs.map(({ conclusion, title }) => `${conclusion}: ${title}`));
};
