import type { StandingsOfRepositories } from "./standings/ports.ts";

/** What became of whole repositories: one is called otherwise, or some are out of our sight. */
export type Whereabouts =
  | {
      readonly kind: "named";
      readonly repositoryId: number;
      readonly owner: string;
      readonly name: string;
      /** Of one that was given to us by another account: what it belongs to now. */
      readonly installationId: number | undefined;
    }
  | {
      readonly kind: "left";
      readonly installationId: number;
      /** Undefined: all of the installation's. */
      readonly repositoryIds: readonly number[] | undefined;
    };

/** What pages show follows: new names, and nothing of what we may not see any more. Repeating it changes nothing. */
export const followWhereabouts = async (
  standings: StandingsOfRepositories,
  told: Whereabouts | undefined,
): Promise<void> => {
  switch (told?.kind) {
    case "named":
      return standings.renamed(told.repositoryId, told);
    case "left":
      return standings.left(told.installationId, told.repositoryIds);
    case undefined:
  }
};
