import { z } from "zod";
import { pullKey } from "../../readiness/change.ts";
import type { SubjectRef } from "../../readiness/ports.ts";
import { CHECK_NAME } from "../../report/check-run.ts";
import { unseen } from "../github/explained.ts";
import type { PersonalClient } from "../github/personal-client.ts";
import { WrongUse } from "../wrong-use.ts";

/** A pull request as it is found on GitHub before anything is judged, and what a Gatehouse there said of it last. */
export interface FoundPull {
  readonly subject: SubjectRef;
  readonly headSha: string;
  readonly headRef: string;
  readonly baseRef: string;
  readonly title: string;
  readonly state: "open" | "closed" | "merged";
  readonly url: string;
  readonly posted?: Posted | undefined;
}

/** The check of the Gatehouse that watches the repository. */
export interface Posted {
  /** Slug and id of its App. */
  readonly app: string;
  readonly appId: number;
  /** In GitHub's words, lower-cased; null while it is under way. */
  readonly conclusion: string | null;
  readonly title: string | null;
  readonly url: string;
}

/** Looks a pull request up, by its repository's present name. One call. Throws `WrongUse` where there is none. */
export const findPull = async (
  client: PersonalClient,
  { owner, name, number }: { readonly owner: string; readonly name: string; readonly number: number },
): Promise<FoundPull> => {
  const { data } = await client.query(QUERY, { owner, name, number, check: CHECK_NAME });
  const repository = Repository.parse(data["repository"]);
  if (repository == null) throw new WrongUse(unseen(`${owner}/${name}`));
  const { pullRequest: pull } = repository;
  if (pull == null) throw new WrongUse(`There is no pull request #${number} in ${owner}/${name}.`);
  return {
    subject: {
      kind: "pull_request",
      key: pullKey(repository.databaseId, number),
      installationId: 0,
      repositoryId: repository.databaseId,
      owner: repository.owner.login,
      name: repository.name,
      number,
    },
    headSha: pull.headRefOid,
    headRef: pull.headRefName,
    baseRef: pull.baseRefName,
    title: pull.title,
    state: STATES[pull.state],
    url: pull.url,
    posted: postedIn(pull),
  };
};

const Run = z.object({
  conclusion: z.string().nullish(),
  title: z.string().nullish(),
  url: z.string(),
});
const Suite = z.object({
  app: z.object({ databaseId: z.int().nullish(), slug: z.string() }).nullish(),
  checkRuns: z.object({ nodes: z.array(Run) }).nullish(),
});
const STATES = { OPEN: "open", CLOSED: "closed", MERGED: "merged" } as const;

const Pull = z.object({
  title: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  url: z.string(),
  headRefOid: z.string(),
  headRefName: z.string(),
  baseRefName: z.string(),
  commits: z.object({
    nodes: z.array(z.object({ commit: z.object({ checkSuites: z.object({ nodes: z.array(Suite) }).nullish() }) })),
  }),
});
const Repository = z
  .object({
    databaseId: z.int(),
    name: z.string(),
    owner: z.object({ login: z.string() }),
    pullRequest: Pull.nullish(),
  })
  .nullish();

const QUERY = `query Pull($owner: String!, $name: String!, $number: Int!, $check: String!) {
  repository(owner: $owner, name: $name) { databaseId name owner { login }
    pullRequest(number: $number) { title state url headRefOid headRefName baseRefName
      commits(last: 1) { nodes { commit { checkSuites(first: 1, filterBy: { checkName: $check }) { nodes { app { databaseId slug }
        checkRuns(first: 1, filterBy: { checkName: $check }) { nodes { conclusion title url } } } } } } } } }
}`;

const postedIn = ({ commits }: z.output<typeof Pull>): Posted | undefined => {
  const suite = commits.nodes[0]?.commit.checkSuites?.nodes[0];
  const run = suite?.checkRuns?.nodes[0];
  const app = suite?.app;
  if (run === undefined || app?.databaseId == null) return undefined;
  const { conclusion, title = null, url } = run;
  return { app: app.slug, appId: app.databaseId, conclusion: conclusion?.toLowerCase() ?? null, title, url };
};
