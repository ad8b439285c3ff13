import type { Where } from "../readiness/policy-places.ts";
import type { Found } from "./client.ts";
import type { PlannedRead, Source } from "./planned-reads.ts";
import { OtherAnswer, type RepositoryAnswer } from "./pull-answer.ts";

/** One thing to read at a git expression: a file's identity, its text, or a folder's files. */
export interface GitRead {
  /** Response alias, unique in the query. */
  readonly alias: string;
  /** Such as `refs/heads/main:.github/gatehouse.yml` or `<sha>:docs`. */
  readonly expression: string;
  readonly select: "identity" | "text" | "folder";
  readonly where: Where;
}

/** Adds a variable to a query and says how it is called there. */
export type Declare = (name: string, type: string, value: unknown) => string;

/** Variables of one query, of which owner and name of the repository are the first. */
export const variablesOf = (of: { readonly owner: string; readonly name: string }) => {
  const variables: Record<string, unknown> = { owner: of.owner, name: of.name };
  const declarations = ["$owner: String!", "$name: String!"];
  const declare: Declare = (name, type, value) => {
    variables[name] = value;
    declarations.push(`$${name}: ${type}`);
    return `$${name}`;
  };
  return { variables, declarations, declare };
};

/** What is read of git, as selections: of the repository itself, and of each of the others a field at the top of the query. */
export const gitSelections = (
  git: readonly GitRead[],
  declare: Declare,
): { readonly home: string; readonly others: readonly string[] } => {
  const of = (where: GitRead["where"]): string =>
    git
      .filter((read) => read.where === where)
      .map(({ alias, expression, select }) => {
        const variable = declare(`x_${alias}`, "String!", expression);
        return `${alias}: object(expression: ${variable}) ${GIT_SELECTION[select]}`;
      })
      .join("\n");
  const others = [...othersIn(git)].map(([alias, where]) =>
    otherRepository({ alias, where, selection: of(where) }, declare),
  );
  return { home: of("home"), others };
};

const BLOB = "oid byteSize isBinary isTruncated text";

const GIT_SELECTION = {
  identity: "{ oid }",
  text: `{ ... on Blob { ${BLOB} } }`,
  folder: `{ ... on Tree { entries { name type object { ... on Blob { ${BLOB} } } } } }`,
} as const satisfies Record<GitRead["select"], string>;

/** The other repositories that something is read of, by the alias each has in the answer. */
const othersIn = (git: readonly GitRead[]): ReadonlyMap<string, Where> =>
  new Map(
    [...new Set(git.map(({ where }) => where))]
      .filter((where) => where !== "home")
      .map((where, index) => [`other${index}`, where]),
  );

interface OtherRepository {
  readonly alias: string;
  readonly where: Where;
  readonly selection: string;
}

/** Only under the very name that was asked for: a transferred repository would answer from its new owner's account. */
const otherRepository = ({ alias, where, selection }: OtherRepository, declare: Declare): string => {
  const name = where === "organisation" ? ".github" : where.slice(where.indexOf("/") + 1);
  return `${alias}: repository(owner: $owner, name: ${declare(`${alias}_name`, "String!", name)}, followRenames: false) { url visibility ${selection} }`;
};

/** Keeps what a query brought of git; `found` is its whole answer. */
export const keepReads = (
  reads: readonly PlannedRead[],
  repository: Pick<RepositoryAnswer, "url" | "visibility"> & Readonly<Record<string, unknown>>,
  found: Pick<Found, "data" | "forbidden">,
): void => {
  const git = reads.map(({ read }) => read);
  const others = [...othersIn(git)].map(([alias, where]) => [where, otherOf(alias, found)] as const);
  const sources = new Map<string, Read>([["home", { answer: repository, from: repository }], ...others]);
  for (const { read, keep } of reads) {
    const source = sources.get(read.where);
    if (source !== undefined) keep(source.answer?.[read.alias], source.from);
  }
};

interface Read {
  readonly answer: Readonly<Record<string, unknown>> | undefined;
  readonly from: Source;
}

const otherOf = (alias: string, { data, forbidden }: Pick<Found, "data" | "forbidden">): Read => {
  if (forbidden.includes(alias)) return { answer: undefined, from: { absence: "forbidden" } };
  const answer = OtherAnswer.parse(data[alias]);
  return answer == null ? { answer: undefined, from: { absence: "hidden" } } : { answer, from: answer };
};
