import { deployConcerns } from "./deploy-concerns.ts";
import { mergeConcerns } from "./merge-concerns.ts";
import type { Concern, Enforced, RepositorySettings } from "./settings.ts";

/** Every way round the gate that the settings leave open, the worst first. */
export const concernsOf = (settings: RepositorySettings, enforced: Enforced): readonly Concern[] => {
  const found = [...mergeConcerns(settings, enforced), ...deployConcerns(settings, enforced)];
  return found.toSorted((one, other) => RANK[one.severity] - RANK[other.severity]);
};

const RANK = { error: 0, warning: 1, unknown: 2 } as const satisfies Record<Concern["severity"], number>;
