import { z } from "zod";

const person = z.object({ __typename: z.string().optional(), login: z.string() }).nullish();

/** What every snapshot query asks of a pull request. */
export const PullAnswer = z.looseObject({
  updatedAt: z.string(),
  createdAt: z.string(),
  mergedAt: z.string().nullish(),
  mergeCommit: z.object({ oid: z.string() }).nullish(),
  title: z.string(),
  body: z.string(),
  state: z.enum(["OPEN", "CLOSED", "MERGED"]),
  isDraft: z.boolean(),
  url: z.string(),
  author: person,
  baseRefName: z.string(),
  headRefName: z.string(),
  headRefOid: z.string(),
  isCrossRepository: z.boolean(),
  milestone: z.looseObject({ title: z.string() }).nullish(),
  additions: z.int(),
  deletions: z.int(),
  changedFiles: z.int(),
  labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
  retargeted: z.object({ nodes: z.array(z.object({ createdAt: z.string() }).nullish()) }).optional(),
  writers: z.object({ nodes: z.array(z.object({ author: person })) }).nullish(),
  runs: z
    .object({
      nodes: z.array(
        z.object({
          commit: z.looseObject({
            ownSuites: z
              .object({
                nodes: z.array(
                  z.object({ checkRuns: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish() }),
                ),
              })
              .nullish(),
          }),
        }),
      ),
    })
    .optional(),
  outputs: z.object({ nodes: z.array(z.object({ commit: z.unknown().optional() })) }).optional(),
});
export type PullAnswer = z.output<typeof PullAnswer>;

/** Who may read a repository. https://docs.github.com/en/graphql/reference/enums#repositoryvisibility */
const visibility = z.enum(["PUBLIC", "INTERNAL", "PRIVATE"]).transform((given) => VISIBILITIES[given]);

/** The same of a word that GitHub says; anything else counts as public, which the fewest may be told of. */
export const visibilityOf = (word: string): z.output<typeof visibility> => visibility.catch("public").parse(word);

const VISIBILITIES = { PUBLIC: "public", INTERNAL: "internal", PRIVATE: "private" } as const;

export const RepositoryAnswer = z.looseObject({
  databaseId: z.int(),
  url: z.string(),
  visibility,
  defaultBranchRef: z.looseObject({ name: z.string() }).nullish(),
  pullRequest: z.unknown().optional(),
  issue: z.unknown().optional(),
  templates: z.array(z.object({ body: z.string().nullish() })).nullish(),
});
export type RepositoryAnswer = z.output<typeof RepositoryAnswer>;

/** Another repository, of which files are read; null where it is not there, or not for us to see. */
export const OtherAnswer = z.looseObject({ url: z.string(), visibility }).nullish();

export const TeamAnswer = z
  .object({
    team: z
      .object({
        members: z.object({
          pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
          nodes: z.array(z.object({ login: z.string() })),
        }),
      })
      .nullish(),
  })
  .nullish();
