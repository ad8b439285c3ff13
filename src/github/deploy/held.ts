import { z } from "zod";
import { variablesOf } from "../git-reads.ts";
import type { Asking } from "./asking.ts";

interface Holding extends Pick<Asking, "client" | "repository" | "compares"> {
  readonly sha: string;
}

/** Pages of history that are looked through before commits are asked about one by one, and where that would be many calls. */
const PAGES = 3;
const MOST_PAGES = 50;

/** So many calls are not worth avoiding by more pages. */
const FEW = 20;

/** Which of the commits one holds: by its newest history, and by a comparison each for those that are not in it. */
export const heldBy = async (holding: Holding, whether: readonly string[]): Promise<ReadonlySet<string>> => {
  const { client, repository, compares, sha } = holding;
  const left = new Set(whether);
  const isWhole = await strikeOut(holding, left);
  const held = new Set(whether.filter((one) => !left.has(one)));
  if (isWhole) return held;
  for (const base of left) {
    const relation = await compares.relation(client, repository, { base, head: sha });
    if (relation === "ahead" || relation === "identical") held.add(base);
  }
  return held;
};

/** Removes what the newest history has; true when that was all the history there is. */
const strikeOut = async (holding: Holding, left: Set<string>): Promise<boolean> => {
  let after: string | null = null;
  for (let page = 0; left.size > 0 && page < (left.size > FEW ? MOST_PAGES : PAGES); page += 1) {
    const { nodes, pageInfo } = await historyOf(holding, after);
    for (const { oid } of nodes) left.delete(oid);
    if (!pageInfo.hasNextPage || pageInfo.endCursor == null) return true;
    after = pageInfo.endCursor;
  }
  return false;
};

const History = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(z.object({ oid: z.string() })),
});

const Answer = z.object({ object: z.object({ history: History }) });

const historyOf = async ({ client, repository, sha }: Holding, after: string | null) => {
  const { variables, declarations, declare } = variablesOf(repository);
  const page = `first: 100, after: ${declare("after", "String", after)}`;
  const history = `history(${page}) { pageInfo { hasNextPage endCursor } nodes { oid } }`;
  const object = `object(expression: ${declare("sha", "String!", sha)}) { ... on Commit { ${history} } }`;
  const { data } = await client.query(
    `query ReleaseHistory(${declarations.join(", ")}) { repository(owner: $owner, name: $name) { ${object} } }`,
    variables,
  );
  return Answer.parse(data["repository"]).object.history;
};
