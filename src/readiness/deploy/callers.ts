import { createHash } from "node:crypto";
import { keeping } from "./keeping.ts";

/** A repository by the name that somebody asks by. */
export interface RepositoryName {
  readonly owner: string;
  readonly name: string;
}

/** A repository as GitHub names it now, which is another name than the one asked by where it was renamed. */
export interface SeenRepository extends RepositoryName {
  readonly repositoryId: number;
}

/** What GitHub shows of a repository to whoever holds a token. */
export type Sight =
  | { readonly sees: "repository"; readonly repository: SeenRepository }
  /** It is not there, or not for this token: GitHub does not tell these apart, and neither do we. */
  | { readonly sees: "nothing" }
  /** GitHub does not know the token. */
  | { readonly sees: "bad-token" }
  /** The token has used up its own rate limit. */
  | { readonly sees: "limit"; readonly retryAt: Date };

/** Somebody who asks us. */
export interface Caller {
  /** A token of GitHub's; kept nowhere, and told to nobody but GitHub. */
  readonly token: string;
  /** Where the question came from, to hold back whoever tries tokens. */
  readonly address: string;
}

/** Asks GitHub with a caller's own token. Rejects when GitHub does not answer, with `RetryLater` where too many wrong tokens came. */
export interface Callers {
  readonly sight: (caller: Caller, repository: RepositoryName) => Promise<Sight>;
}

/** Milliseconds for which GitHub's word is kept: whoever loses access loses it here that much later at most. */
const KEPT_MS = {
  repository: 60_000,
  nothing: 10_000,
  "bad-token": 10_000,
  limit: 10_000,
} as const satisfies Record<Sight["sees"], number>;

/** Asks once a minute at most for each token and repository; in memory a token is its digest alone. */
export const rememberingCallers = (callers: Callers, now: () => Date): Callers => {
  const ask = keeping({
    ask: ({ caller, repository }: { readonly caller: Caller; readonly repository: RepositoryName }) =>
      callers.sight(caller, repository),
    keyOf: ({ caller, repository }) => `${digestOf(caller.token)} ${lowerCase(repository)}`,
    keptMs: ({ sees }) => KEPT_MS[sees],
    now,
  });
  return { sight: (caller, repository) => ask({ caller, repository }) };
};

/** SHA-256: what stands for a token wherever it is counted or remembered. */
export const digestOf = (token: string): string => createHash("sha256").update(token).digest("hex");

const lowerCase = ({ owner, name }: RepositoryName): string => `${owner}/${name}`.toLowerCase();
