import { z } from "zod";
import { isOrganisation } from "../../procedures/reference.ts";
import type { RepositoryRef } from "../ports.ts";
import type { Subjects } from "../turn.ts";

const Remembered = z.object({ policyPaths: z.array(z.string()) });

/** So many files are looked at in one pull request, at most. */
const MOST = 50;

/**
 * Files of an owner's `.github` repository that others were last judged by, whether its own config names them or not. One query there, and none
 * in other repositories.
 */
export const offeredPaths = async (
  subjects: Pick<Subjects, "usingPolicyOf">,
  { installationId, repositoryId, owner, name }: RepositoryRef,
): Promise<readonly string[]> => {
  const repository = `${owner}/${name}`;
  if (!isOrganisation(repository)) return [];
  const users = await subjects.usingPolicyOf({ installationId, repositoryId, repository });
  const prefix = `${repository.toLowerCase()}:`;
  const places = users.flatMap(({ memory }) => Remembered.safeParse(memory).data?.policyPaths ?? []);
  const own = places.filter((place) => place.startsWith(prefix)).map((place) => place.slice(prefix.length));
  return [...new Set(own)].toSorted().slice(0, MOST);
};
