/** A person (or App) who caused an event, as GitHub names the sender of a delivery. */
export interface Sender {
  readonly login: string;
  readonly type: "User" | "Bot";
}

/** What a person did in the event, where the event itself is the only record of it. */
export type Act =
  | {
      readonly kind: "comment-edited";
      readonly commentId: string;
      readonly before: string;
      readonly after: string;
      readonly at: string;
    }
  | { readonly kind: "command"; readonly commentId: string; readonly body: string; readonly at: string }
  | { readonly kind: "recheck" };

/** Which facts an event can have changed. `any` when the event alone does not tell. */
export type Touches =
  | "any"
  | "reviews"
  | "threads"
  | "checks"
  | "comments"
  | "linkedIssues"
  | "milestone"
  | "policy"
  | { readonly label: string };

/** A webhook delivery reduced to what Gatehouse acts on: small enough to keep, and free of GitHub's payload shapes. */
export interface Change {
  readonly event: string;
  readonly action: string | null;
  readonly installationId: number;
  readonly repository: { readonly id: number; readonly owner: string; readonly name: string };
  readonly sender: Sender;
  /** Pull requests the event names, with what it tells of them. */
  readonly pulls: readonly {
    readonly number: number;
    readonly headSha?: string;
    readonly baseRef?: string;
    readonly state?: "open" | "closed";
  }[];
  /** Commits the event is about; every open pull request with such a head is touched. */
  readonly shas: readonly string[];
  /** The event touches every open pull request of the repository whose base is this branch, or all of them for `*`. */
  readonly everyPullOn?: string;
  readonly touches: Touches;
  readonly act?: Act;
}

/** The one spelling of a subject's key: it survives renames and transfers, as ids do. */
export const pullKey = (repositoryId: number, number: number): string => `repo:${repositoryId}/pull:${number}`;

/** The key under which what spans pull requests of one repository is queued. */
export const repositoryKey = (repositoryId: number): string => `repo:${repositoryId}`;
