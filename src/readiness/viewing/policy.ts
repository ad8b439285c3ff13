import type { Policy } from "../../procedures/policy.ts";
import type { RepositoryRef } from "../ports.ts";

/** The policy of a repository's default branch, as a page shows it. */
export type PolicyNow =
  | { readonly state: "policy"; readonly policy: Policy }
  /** There is no config. */
  | { readonly state: "none" }
  /** It can't be told now: GitHub does not answer, or shows nothing to the App. */
  | { readonly state: "unknown" };

/** Reads policies for pages: never throws, since a page has more to show. */
export interface PolicyReader {
  readonly read: (repository: Omit<RepositoryRef, "installationId">) => Promise<PolicyNow>;
}
