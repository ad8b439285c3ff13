import { z } from "zod";
import type { SecondLook, SubjectRef } from "../readiness/ports.ts";
import type { Lookups } from "../requirements/needs.ts";
import type { Client } from "./client.ts";
import { isGone } from "./errors.ts";
import { where, type ClientOf } from "./writers.ts";

/** Answers lookups: branches and dates in one query, what changed since a commit in one call a commit; what nobody asks costs nothing. */
export const secondLookOn = (clientOf: ClientOf): SecondLook => ({
  answer: async (subject, headSha, lookups) => {
    const client = await clientOf(subject.installationId);
    const at: At = { client, subject, headSha };
    const [known, changedSince] = await Promise.all([branchesAndDates(at, lookups), changesSince(at, lookups)]);
    return { ...known, changedSince };
  },
});

interface At {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly headSha: string;
}

const Repository = z.looseObject({ head: z.looseObject({}).nullish() }).nullish();
const Branch = z.object({ name: z.string() }).nullish();
const History = z.object({ nodes: z.array(z.object({ committedDate: z.string() })) });

const branchesAndDates = async ({ client, subject, headSha }: At, { branches, lastChanged }: Lookups) => {
  if (branches.length === 0 && lastChanged.length === 0) return { branches: {}, lastChanged: {} };
  const { query, variables } = queryOf(headSha, { branches, lastChanged });
  const { data } = await client.query(query, { owner: subject.owner, name: subject.name, ...variables });
  const repository = Repository.parse(data["repository"]) ?? {};
  return {
    branches: Object.fromEntries(
      branches.map((branch, index) => [branch, Branch.parse(repository[`b${index}`]) != null]),
    ),
    lastChanged: Object.fromEntries(
      lastChanged.map((path, index) => [
        path,
        repository[`f${index}`] == null ? null : dateOf(repository.head?.[`l${index}`]),
      ]),
    ),
  };
};

/** A commit's date is what its committer's clock said. A file that was deleted has a history too, hence the look whether it is there. */
const dateOf = (history: unknown): string | null => History.parse(history).nodes[0]?.committedDate ?? null;

const queryOf = (headSha: string, { branches, lastChanged }: Pick<Lookups, "branches" | "lastChanged">) => {
  const variables: Record<string, string> = {};
  const declare = (name: string, value: string): string => {
    variables[name] = value;
    return `$${name}`;
  };
  const refs = branches.map(
    (branch, index) => `b${index}: ref(qualifiedName: ${declare(`b${index}`, `refs/heads/${branch}`)}) { name }`,
  );
  const files = lastChanged.map(
    (path, index) => `f${index}: object(expression: ${declare(`f${index}`, `${headSha}:${path}`)}) { oid }`,
  );
  const histories = lastChanged.map(
    (path, index) => `l${index}: history(first: 1, path: ${declare(`l${index}`, path)}) { nodes { committedDate } }`,
  );
  const head =
    histories.length === 0
      ? ""
      : `head: object(expression: ${declare("head", headSha)}) { ... on Commit { ${histories.join("\n")} } }`;
  const declarations = ["owner", "name", ...Object.keys(variables)].map((name) => `$${name}: String!`).join(", ");
  const query = `query SecondLook(${declarations}) {
  repository(owner: $owner, name: $name) { ${[...refs, ...files, head].join("\n")} }
}`;
  return { query, variables };
};

const changesSince = async (at: At, { changedSince }: Lookups): Promise<Record<string, string[] | null>> =>
  Object.fromEntries(await Promise.all(changedSince.map(async (sha) => [sha, await pathsSince(at, sha)] as const)));

/** GitHub lists at most so many files of a comparison, on its first page: https://docs.github.com/en/rest/commits/commits#compare-two-commits */
const MAX_FILES = 300;

const Compared = z.object({
  status: z.string(),
  files: z.array(z.object({ filename: z.string(), previous_filename: z.string().optional() })).optional(),
});

/** Only of a commit that leads to the head can it be told what changed since; after a rewrite of the branch it can't. */
const pathsSince = async ({ client, subject, headSha }: At, sha: string): Promise<string[] | null> => {
  if (sha === headSha) return [];
  try {
    const { status, files = [] } = Compared.parse(
      await client.get("GET /repos/{owner}/{repo}/compare/{basehead}", {
        ...where(subject),
        basehead: `${sha}...${headSha}`,
        per_page: 1,
      }),
    );
    if ((status !== "ahead" && status !== "identical") || files.length >= MAX_FILES) return null;
    return [...new Set(files.flatMap(({ filename, previous_filename: previous }) => [filename, previous ?? filename]))];
  } catch (error) {
    if (isGone(error)) return null;
    throw error;
  }
};
