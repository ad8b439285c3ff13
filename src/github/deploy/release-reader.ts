import type { ReleaseReader, ReleaseReading } from "../../readiness/deploy/ports.ts";
import { isShutOut } from "../errors.ts";
import type { ClientOf } from "../writers.ts";
import type { Settled } from "../deployments.ts";
import type { Asking } from "./asking.ts";
import { belongingOf } from "./belonging.ts";
import { rememberingCompares, type Between } from "./between.ts";
import { commitsWithPulls, cutOff, CommitWithPulls } from "./commit-pulls.ts";
import { goodDeployments } from "./good-deployments.ts";
import { heldBy } from "./held.ts";
import { readingFacts, type FactsParts, type ReleaseFacts } from "./release-facts.ts";
import { lost, partly, unknownCommit, unlisted } from "./untold.ts";

export interface ReleaseReaderParts extends FactsParts {
  readonly clientOf: ClientOf;
}

/**
 * Reads what a deployment brings. As a rule one query, a comparison with what was deployed last, one with the default branch where the
 * commit is not its tip, and a query for every fifty commits. What can't be told comes with the reason, which holds the deployment.
 * Throws `GithubError` or `RetryLater`.
 */
export const createReleaseReader = ({ clientOf, ...parts }: ReleaseReaderParts): ReleaseReader => {
  const readFacts = readingFacts(parts);
  const compares = rememberingCompares();
  return {
    read: async (repository, asked) => {
      try {
        const client = await clientOf(repository.installationId);
        const found = await readFacts(client, repository, asked);
        return found && (await readingOf({ client, repository, asked, compares }, found));
      } catch (error) {
        if (isShutOut(error)) return undefined;
        throw error;
      }
    },
  };
};

interface Reading extends Asking {
  readonly facts: ReleaseFacts;
  readonly commit: CommitWithPulls;
}

const NOTHING = { pulls: [], direct: [], holds: new Set<string>() };

const readingOf = async (asking: Asking, facts: ReleaseFacts): Promise<ReleaseReading> => {
  const { policy, policyPaths, repository } = facts;
  const told = { ...NOTHING, url: repository.url, policy, policyPaths };
  if (policy === undefined) return { ...told, course: "forward" };
  if (repository.commit?.oid === undefined) return { ...told, course: "forward", problem: unknownCommit(asking) };
  const reading: Reading = { ...asking, facts, commit: CommitWithPulls.parse(repository.commit) };
  const onDefault = await isOnDefault(reading);
  return { ...told, ...(onDefault === undefined ? {} : { onDefault }), ...(await broughtBy(reading)) };
};

/** Undefined where the repository has no default branch. */
const isOnDefault = async ({ client, repository, compares, commit, facts }: Reading): Promise<boolean | undefined> => {
  const tip = facts.repository.defaultBranchRef?.target?.oid;
  if (tip === undefined) return undefined;
  const relation = await compares.relation(client, repository, { base: tip, head: commit.oid });
  return relation === "behind" || relation === "identical";
};

type Brought = Pick<ReleaseReading, "course"> & Partial<ReleaseReading>;

const broughtBy = async (reading: Reading): Promise<Brought> => {
  const good = await goodDeployments(reading, reading.facts.deployed);
  if ("problem" in good) return { course: "forward", problem: good.problem };
  const [newest] = good.deployments;
  if (newest === undefined) return first(reading);
  const { deployment, between } = await sinceLast(reading, good.deployments);
  const { sha, at, createdAt: begunAt, url } = deployment ?? newest;
  const own = { previous: { sha, at, begunAt, ...(url === undefined ? {} : { url }) }, ...leadOf(reading) };
  if (between === undefined) return { ...own, course: "forward", problem: lost(reading, sha) };
  if (between.status === "identical") return { ...own, course: isThere(good.latest, sha) ? "same" : "back" };
  if (between.status === "behind") return { ...own, course: "back" };
  return { ...own, course: "forward", ...(await forward(reading, between)) };
};

/** After a rollback, or a deployment that failed, the last good commit is not what runs there: deploying it is the way back. */
const isThere = (latest: Settled | undefined, sha: string): boolean => latest === undefined || latest.sha === sha;

const leadOf = (reading: Reading): Pick<ReleaseReading, "lead"> => {
  const { lead } = belongingOf([reading.commit], lineOf(reading));
  return lead === undefined ? {} : { lead };
};

const lineOf = ({ repository, facts, commit }: Reading) => ({
  repositoryId: repository.repositoryId,
  defaultBranch: facts.repository.defaultBranchRef?.name,
  sha: commit.oid,
});

/** Deployed commits that are tried until GitHub knows one of them. */
const MOST_BASES = 3;

/**
 * The comparison with what ran last. A commit that GitHub does not know any more, as after a force push, is passed over for the one
 * before it: that can only make the release larger.
 */
const sinceLast = async (
  { client, repository, compares, commit }: Reading,
  good: readonly Settled[],
): Promise<{ readonly deployment?: Settled; readonly between?: Between }> => {
  const bases = good.filter(({ sha }, index) => good.findIndex((other) => other.sha === sha) === index);
  for (const deployment of bases.slice(0, MOST_BASES)) {
    const between = await compares.between(client, repository, { base: deployment.sha, head: commit.oid });
    if (between !== undefined) return { deployment, between };
  }
  return {};
};

const forward = async (reading: Reading, between: Between): Promise<Partial<ReleaseReading>> => {
  if (between.shas.length < between.total) return { problem: unlisted(between) };
  const { client, repository, commit } = reading;
  const others = between.shas.filter((sha) => sha !== commit.oid);
  return brought(reading, [...(await commitsWithPulls(client, repository, others)), commit]);
};

const first = async (reading: Reading): Promise<Brought> => {
  const { commit, asked } = reading;
  const holds = await heldBy({ ...reading, sha: commit.oid }, asked.whether);
  return { course: "first", holds, ...brought(reading, [commit]) };
};

const brought = (reading: Reading, commits: readonly CommitWithPulls[]): Partial<ReleaseReading> => {
  const problem = commits.map(cutOff).find((one) => one !== undefined);
  const belonging = belongingOf(commits, lineOf(reading));
  return { ...belonging, ...(problem === undefined ? {} : { problem: partly(problem) }) };
};
