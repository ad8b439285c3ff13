import { z } from "zod";
import { isOrganisation } from "../../procedures/reference.ts";
import type { OfferedFile, RepositoryRef } from "../ports.ts";
import type { Subjects } from "../turn.ts";

const Remembered = z.object({ policyPaths: z.array(z.string()) });

/** So many files are looked at in one pull request, at most. */
const MOST = 50;

/** Files that others use, the most used first. */
interface Offered {
  readonly files: readonly OfferedFile[];
  /** How many more there are, which are not looked at. */
  readonly left: number;
}

/**
 * Files of an owner's `.github` repository that others were last judged by, whether its own config names them or not. One query there, and none
 * in other repositories.
 */
export const offeredFiles = async (
  subjects: Pick<Subjects, "usingPolicyOf">,
  { installationId, repositoryId, owner, name }: RepositoryRef,
): Promise<Offered> => {
  const repository = `${owner}/${name}`;
  if (!isOrganisation(repository)) return { files: [], left: 0 };
  const users = await subjects.usingPolicyOf({ installationId, repositoryId, repository });
  const prefix = `${repository.toLowerCase()}:`;
  const using = new Map<string, Set<number>>();
  const uses = users.flatMap(({ repositoryId: by, memory }) =>
    (Remembered.safeParse(memory).data?.policyPaths ?? []).map((place) => ({ by, place })),
  );
  for (const { by, place } of uses) using.set(place, (using.get(place) ?? new Set()).add(by));
  const all = [...using]
    .filter(([place]) => place.startsWith(prefix))
    .map(([place, { size }]) => ({ path: place.slice(prefix.length), repositories: size }))
    .toSorted((one, other) => other.repositories - one.repositories || one.path.localeCompare(other.path, "en"));
  return { files: all.slice(0, MOST), left: Math.max(0, all.length - MOST) };
};
