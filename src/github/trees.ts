import type { SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import { baseAt, commitAt, documentPattern, documentsOf, pathsIn, readOf, type Revision } from "./documents.ts";
import type { Gathered, Missing } from "./gathered.ts";
import { RepositoryAnswer } from "./pull-answer.ts";
import { queryFor } from "./query.ts";

interface Listing {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly gathered: Gathered;
  readonly missing: Missing;
}

/** Patterns that reach below one folder are listed first; their files are then read by their paths. */
export const listTrees = async ({ client, subject, gathered, missing }: Listing): Promise<void> => {
  const { head } = gathered;
  if (head === undefined) return;
  const list = async (patterns: readonly string[], at: Revision, into: Gathered["documents"]): Promise<void> => {
    const deep = patterns.filter((pattern) => documentPattern(pattern).reach === "tree");
    await Promise.all(deep.map(async (pattern) => into.set(pattern, await matching({ client, subject }, pattern, at))));
  };
  await Promise.all([
    list(missing.documents, commitAt(head), gathered.documents),
    list(missing.baseDocuments, baseAt(gathered), gathered.baseDocuments),
  ]);
};

const matching = async ({ client, subject }: Pick<Listing, "client" | "subject">, pattern: string, at: Revision) => {
  const listing = await client.get("GET /repos/{owner}/{repo}/git/trees/{tree_sha}", {
    owner: subject.owner,
    repo: subject.name,
    tree_sha: at.revision,
    recursive: "1",
  });
  const paths = pathsIn(listing, pattern);
  if (paths === undefined)
    return [{ path: pattern, text: null, problem: "the repository has more files than GitHub lists" }];
  return textsAt(client, subject, { paths, at });
};

/** How many files of one deep pattern are read; a broader one names its folder instead. */
const MAX_TREE_FILES = 100;

const textsAt = async (
  client: Client,
  subject: SubjectRef,
  { paths, at }: { readonly paths: readonly string[]; readonly at: Revision },
) => {
  if (paths.length === 0) return [];
  if (paths.length > MAX_TREE_FILES)
    return [
      {
        path: paths[0] ?? "",
        text: null,
        problem: `the pattern matches ${paths.length} files; name the folder more closely`,
      },
    ];
  const patterns = paths.map((path) => ({ pattern: path, root: path, reach: "file" as const }));
  const git = patterns.flatMap((pattern, index) => readOf(pattern, at.revision, `t${index}`) ?? []);
  const { query, variables } = queryFor({
    subject,
    appId: client.appId,
    facts: [],
    git,
    teams: [],
    environments: [],
    outputs: [],
    issues: [],
    comments: { search: false },
    neighbours: false,
    searchRuns: false,
  });
  const { data } = await client.query(query, variables);
  const repository = RepositoryAnswer.parse(data["repository"]);
  return patterns.flatMap((pattern, index) =>
    documentsOf(pattern, repository[`t${index}`], `${repository.url}/blob/${at.name}`),
  );
};
