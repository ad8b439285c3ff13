import type { TokenPlace } from "../github/token.ts";

/** What every command is asked that judges pull requests where they are, on GitHub. */
export interface RepositoryRequest extends TokenPlace {
  /** `owner/name`. */
  readonly repo: string;
  /** One procedure to judge by: a file, or `builtin:ID`. */
  readonly procedure?: string | undefined;
  /** A config to judge by. */
  readonly config?: string | undefined;
}
