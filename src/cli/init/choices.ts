/** What somebody wants of `gatehouse init`, asked or given by flags. */
export interface Choices {
  readonly mode: "shadow" | "enforce";
  /** `fitted`: made of what was found; else `builtin:ID`, or the path of a document of the repository. */
  readonly procedure: string;
  /** Who holds each role: logins, and teams as `@org/team`. */
  readonly roles: ReadonlyMap<string, readonly string[]>;
}

/** The procedure that is made of what was found. */
export const FITTED = "fitted";

/** The one role that a fitted procedure speaks of. */
export const LEAD = "lead";
