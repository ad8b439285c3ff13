/** What a repository's settings say of who must pass the gate. Plain data, as GitHub told it. */
export interface RepositorySettings {
  /** The branch that was looked at. */
  readonly branch: string;
  /** What demands checks of that branch. */
  readonly demands: readonly Demand[];
  /** Undefined: classic protection may not be read with these rights. */
  readonly isClassicRead: boolean;
  /** Undefined: environments may not be read with these rights. */
  readonly environments: readonly EnvironmentSettings[] | undefined;
  readonly workflows: readonly WorkflowSettings[];
}

/** A ruleset or classic protection that demands checks. */
export interface Demand {
  readonly kind: "ruleset" | "protection";
  readonly name: string;
  /** `app` is null where any source will do. */
  readonly checks: readonly { readonly name: string; readonly app: number | null }[];
  /** Who may merge all the same, in words; undefined where that is not shown with these rights. */
  readonly bypass: readonly string[] | undefined;
}

export interface EnvironmentSettings {
  readonly name: string;
  /** Apps whose rule is on. */
  readonly apps: readonly { readonly id: number; readonly slug: string }[];
  readonly adminsBypass: boolean;
}

/** A workflow file and the environments that its jobs name; null for a name that is computed. */
export interface WorkflowSettings {
  readonly path: string;
  readonly environments: readonly (string | null)[];
  /** Why it could not be read. */
  readonly problem?: string | undefined;
}

/** What the gate is to hold, by the policy. */
export interface Enforced {
  /** Name of the check on pull requests. */
  readonly check: string;
  /** Our App; undefined where nobody said which one it is. */
  readonly appId: number | undefined;
  /** Environments that deploy phases or the config name. */
  readonly environments: readonly string[];
  /** A deploy phase holds for every environment. */
  readonly everywhere: boolean;
}

/** A way round the gate, or something that could not be looked at. */
export interface Concern {
  /** `error`: the gate does not hold. `warning`: somebody can get round it. `unknown`: it could not be told. */
  readonly severity: "error" | "warning" | "unknown";
  readonly code: string;
  readonly says: string;
  readonly remedy: string;
}
