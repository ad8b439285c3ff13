import type { Change } from "./change.ts";

/** So many subjects have a turn at once after a push to their policy; where they are more, they are looked at anew in the background. */
export const MOST_AT_ONCE = 50;

/** Files of one repository that may be policy in others of the same installation. */
export interface PolicySource {
  readonly installationId: number;
  readonly repositoryId: number;
  /** `owner/name`. */
  readonly repository: string;
  /** Absent: any file. */
  readonly paths?: readonly string[] | undefined;
}

/**
 * Followed subjects of other repositories, and those repositories themselves, that a change of this one's files, or of our right to see them, can matter to. Found without
 * asking GitHub, by what each was last judged by.
 */
export const usersElsewhere = async <Subject>(
  change: Change,
  subjects: { readonly usingPolicyOf: (source: PolicySource) => Promise<readonly Subject[]> },
): Promise<readonly Subject[]> => {
  const { touches, isDefault, everyPullOn, installationId, repository, paths } = change;
  const isPush = touches === "policy" && isDefault !== false;
  const isAccess = touches === "any" && everyPullOn === "*";
  if (!isPush && !isAccess) return [];
  const { id, owner, name } = repository;
  return subjects.usingPolicyOf({ installationId, repositoryId: id, repository: `${owner}/${name}`, paths });
};
