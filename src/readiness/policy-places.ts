import { isOrganisation, sameRepository } from "../procedures/reference.ts";

/** By convention the same path in every repository, and in the owner's `.github` repository. */
export const CONFIG_PATH = ".github/gatehouse.yml";

/** Where a file of policy is: the subject's repository at its base branch, or another one's default branch. */
export type Where = "home" | "organisation" | `${string}/${string}`;

/** Where a config or procedure is. `organisation` is the owner's `.github` repository; others are `owner/name`, lower-cased. */
export interface Place {
  readonly where: Where;
  readonly path: string;
}

export const placeKey = ({ where, path }: Place): string => `${where}:${path}`;

/** Undoes `placeKey`. */
export const placeOf = (key: string): Place => {
  const [where = "", ...path] = key.split(":");
  return { where: isWhere(where) ? where : "home", path: path.join(":") };
};

const isWhere = (text: string): text is Where => text === "home" || text === "organisation" || text.includes("/");

/** What a repository of this owner is called as a place. */
export const whereOf = (repository: string): Where => {
  if (isOrganisation(repository)) return "organisation";
  const where = repository.toLowerCase();
  return isWhere(where) ? where : "home";
};

/** `owner/name` of the repository that a place is in. */
export const repositoryOf = (
  where: Where,
  { owner, name }: { readonly owner: string; readonly name: string },
): string => {
  if (where === "home") return `${owner}/${name}`;
  return where === "organisation" ? `${owner}/.github` : where;
};

/** Where the policy of a repository begins. */
export const configPlaces = ({ owner, name }: { readonly owner: string; readonly name: string }): readonly Place[] => [
  { where: "home", path: CONFIG_PATH },
  ...(sameRepository(`${owner}/${name}`, `${owner}/.github`)
    ? []
    : [{ where: "organisation", path: CONFIG_PATH } as const]),
];

/** A place as pull requests remember it: a path of their own repository, or `owner/name:path`. */
export const rememberedPlace = (place: Place, at: { readonly owner: string; readonly name: string }): string =>
  place.where === "home" ? place.path : `${repositoryOf(place.where, at).toLowerCase()}:${place.path}`;
