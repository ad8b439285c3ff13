import picomatch from "picomatch";
import type { Repository, RequiredCheck } from "./model.ts";

/** The settings of a queue, as the rule `merge_queue` has them. */
export interface QueueRule {
  readonly strategy: "ALLGREEN" | "HEADGREEN";
  readonly method: "MERGE" | "SQUASH";
  /** How long a required check may take, in minutes. */
  readonly timeout: number;
  /** How many entries have their checks requested at the same time. */
  readonly build: number;
}

export interface BypassActor {
  readonly actor_type: "Integration" | "OrganizationAdmin" | "RepositoryRole" | "Team" | "DeployKey" | "User";
  readonly actor_id: number | null;
  readonly bypass_mode: "always" | "pull_request" | "exempt";
}

/** A set of rules for branches, of the repository or of its organization. */
export interface Ruleset {
  readonly id: number;
  readonly name: string;
  readonly source: "Repository" | "Organization";
  readonly enforcement: "active" | "evaluate" | "disabled";
  /** Full refs, globs of them, `~DEFAULT_BRANCH` or `~ALL`. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
  readonly bypass: readonly BypassActor[];
  readonly checks: readonly RequiredCheck[];
  readonly queue: QueueRule | null;
}

/** Classic protection of one branch. */
export interface BranchProtection {
  readonly checks: readonly RequiredCheck[];
  readonly enforceAdmins: boolean;
}

/** The rulesets in force on a branch; those that are only tried out are left out. */
export const rulesetsOn = (repo: Repository, branch: string): Ruleset[] =>
  repo.rulesets.filter((ruleset) => ruleset.enforcement === "active" && covers(repo, ruleset, branch));

/** Every check a branch requires, by rulesets and by classic protection. */
export const requiredOn = (repo: Repository, branch: string): RequiredCheck[] => [
  ...rulesetsOn(repo, branch).flatMap(({ checks }) => checks),
  ...(repo.protections.get(branch)?.checks ?? []),
];

/** The queue a branch can only be merged into through, if it has one. */
export const queueRuleOn = (repo: Repository, branch: string): QueueRule | undefined =>
  rulesetsOn(repo, branch).find(({ queue }) => queue !== null)?.queue ?? undefined;

export const isProtected = (repo: Repository, branch: string): boolean =>
  repo.protections.has(branch) || rulesetsOn(repo, branch).length > 0;

function covers(repo: Repository, { include, exclude }: Ruleset, branch: string): boolean {
  const ref = `refs/heads/${branch}`;
  const named = (pattern: string): boolean =>
    pattern === "~ALL" ||
    (pattern === "~DEFAULT_BRANCH" ? branch === repo.defaultBranch : picomatch.isMatch(ref, pattern));
  return include.some(named) && !exclude.some(named);
}
