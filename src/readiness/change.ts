import { z } from "zod";

/** A person (or App) who caused an event, as GitHub names the sender of a delivery. */
const Sender = z.strictObject({ login: z.string(), type: z.enum(["User", "Bot"]) });
export type Sender = z.output<typeof Sender>;

/** What a person did in the event, where the event itself is the only record of it. */
export const Act = z.discriminatedUnion("kind", [
  z.strictObject({
    kind: z.literal("comment-edited"),
    commentId: z.string(),
    before: z.string(),
    after: z.string(),
    at: z.string(),
  }),
  z.strictObject({ kind: z.literal("command"), commentId: z.string(), body: z.string(), at: z.string() }),
  z.strictObject({ kind: z.literal("recheck") }),
]);
export type Act = z.output<typeof Act>;

/** Which facts an event can have changed. `any` when the event alone does not tell. */
export const Touches = z.union([
  z.enum([
    "any",
    "reviews",
    "threads",
    "checks",
    "comments",
    "linkedIssues",
    "deployments",
    "milestone",
    "policy",
    /** Who holds a role, or who may do what in the repository. */
    "people",
    /** What is read at the tip of a branch, besides policy: its checks and its files. */
    "tip",
  ]),
  z.strictObject({ label: z.string() }),
]);
export type Touches = z.output<typeof Touches>;

/** A webhook delivery reduced to what Gatehouse acts on: small enough to keep, and free of GitHub's payload shapes. */
export const Change = z.strictObject({
  event: z.string(),
  action: z.string().nullable(),
  installationId: z.int(),
  repository: z.strictObject({ id: z.int(), owner: z.string(), name: z.string() }),
  sender: Sender,
  /** Pull requests the event names, with what it tells of them. */
  pulls: z.array(
    z.strictObject({
      number: z.int(),
      headSha: z.string().optional(),
      headRef: z.string().optional(),
      baseRef: z.string().optional(),
      updatedAt: z.string().optional(),
      /** `merged` is told by the event that merged it; later ones may say `closed` alone. */
      state: z.enum(["open", "closed", "merged"]).optional(),
    }),
  ),
  /** Issues the event names; those no procedure runs on cost nothing. */
  issues: z
    .array(
      z.strictObject({
        number: z.int(),
        updatedAt: z.string().optional(),
        state: z.enum(["open", "closed"]).optional(),
      }),
    )
    .optional(),
  /** The event touches every subject of the repository that is followed, as the store knows them: open ones, and merged ones that go on. */
  everyFollowed: z.boolean().optional(),
  /** Of a deployment: its environment, the only one that such a change can matter to. */
  environment: z.string().optional(),
  /** Of a deployment: it has no outcome yet. */
  isUnderWay: z.boolean().optional(),
  /** Commits the event is about; every open pull request with such a head is touched. */
  shas: z.array(z.string()),
  /** The event touches every open pull request of the repository whose base is this branch, or all of them for `*`. */
  everyPullOn: z.string().optional(),
  /** It touches so many subjects that they are handed to the sweep, which leaves room for what happens now. */
  isVast: z.boolean().optional(),
  /** A branch has a new tip: whatever is judged at it or reads files there is touched. */
  tip: z
    .strictObject({
      branch: z.string(),
      sha: z.string(),
      before: z.string(),
      /** ISO 8601: when it was pushed; absent where GitHub does not tell. */
      at: z.string().optional(),
    })
    .optional(),
  /** The branch is the repository's default one, from which issues and other repositories read; undefined where the event does not tell. */
  isDefault: z.boolean().optional(),
  /** A deployment that asks whether it may start, or that somebody asks about. */
  release: z
    .strictObject({
      environment: z.string(),
      /** The commit to be deployed, 40 hexadecimal digits. */
      sha: z.string(),
      /** Branch or tag it was started from, where the event tells. */
      ref: z.string().optional(),
      /** The workflow run that waits for our word; absent where somebody else asks. */
      runId: z.int().optional(),
    })
    .optional(),
  /** A group of the merge queue that was formed, or is no more. */
  group: z
    .strictObject({
      headSha: z.string(),
      headRef: z.string(),
      baseSha: z.string(),
      baseRef: z.string(),
      destroyed: z.boolean(),
    })
    .optional(),
  touches: Touches,
  /** A check or status of a commit that has come to its end, and when, in ISO 8601: a reading that has it otherwise may be an old one. */
  ended: z.strictObject({ name: z.string(), sha: z.string(), at: z.string() }).optional(),
  /** Of a pull request of which nothing but title or description was edited: both as they are now. */
  texts: z.strictObject({ title: z.string(), body: z.string() }).optional(),
  /** Paths a push changed, where GitHub named all of them. */
  paths: z.array(z.string()).optional(),
  act: Act.optional(),
});
export type Change = z.output<typeof Change>;

/** The form in which a delivery's changes are kept. */
export const Changes = z.array(Change);

/** The one spelling of a subject's key: it survives renames and transfers, as ids do. */
export const pullKey = (repositoryId: number, number: number): string => `repo:${repositoryId}/pull:${number}`;

/** The same for an issue. GitHub numbers issues and pull requests together, and one never becomes the other. */
export const issueKey = (repositoryId: number, number: number): string => `repo:${repositoryId}/issue:${number}`;

/** The key under which what spans pull requests of one repository is queued. */
export const repositoryKey = (repositoryId: number): string => `repo:${repositoryId}`;

/**
 * The key of what one deployment brings: a commit to an environment of a repository. GitHub tells environments apart without regard
 * to case.
 */
export const releaseKey = (repositoryId: number, { environment, sha }: ReleaseName): string =>
  `repo:${repositoryId}/deploy:${encodeURIComponent(wellFormed(environment.toLowerCase()))}/${sha}`;

/** Half a character can't be encoded, and would make the delivery fail for ever. */
const wellFormed = (text: string): string => text.replaceAll(/\p{Surrogate}/gu, "\uFFFD");

const RELEASE_KEY = /\/deploy:(?<environment>[^/]+)\/(?<sha>[^/]+)$/u;

/** What a release's key tells of it, the environment in lower case; undefined for a key of another kind. */
export const releaseNamed = (key: string): ReleaseName | undefined => {
  const { environment, sha } = RELEASE_KEY.exec(key)?.groups ?? {};
  return environment === undefined || sha === undefined
    ? undefined
    : { environment: decodeURIComponent(environment), sha };
};

/** What a release is called by: the environment and the commit to be deployed there. */
export interface ReleaseName {
  readonly environment: string;
  readonly sha: string;
}

/** The key of a group of the merge queue, by its head commit. */
export const groupKey = (repositoryId: number, headSha: string): string => `repo:${repositoryId}/group:${headSha}`;

/** Whether a key is that of a group. */
export const isGroupKey = (key: string): boolean => /\/group:[^/]+$/u.test(key);
