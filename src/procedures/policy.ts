import type { Finding } from "./finding.ts";
import type { Procedure } from "./model.ts";

/** A procedure as a repository uses it. */
export interface AdoptedProcedure {
  readonly procedure: Procedure;
  readonly mode: "enforce" | "shadow";
  /** Where the document is: `builtin:ID` or `owner/name:path`, and a link people can follow where there is one. */
  readonly source: { readonly reference: string; readonly url?: string };
}

/** What a repository asks for, all read from the base branch: the roles, the procedures, and what is wrong with them. */
export interface Policy {
  /** Config's role definitions: logins and `@org/team` slugs. */
  readonly roles: Readonly<Record<string, readonly string[]>>;
  readonly mode: "enforce" | "shadow";
  readonly comments: { readonly checklist: boolean; readonly status: boolean; readonly issues: boolean };
  readonly procedures: readonly AdoptedProcedure[];
  /** Any error here shuts every gate: a document that can't be read enforces nothing, so nothing passes. */
  readonly findings: readonly Finding[];
}
