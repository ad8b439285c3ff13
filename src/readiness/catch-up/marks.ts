/** Names of the moments that are kept for catching up. */

/** When a process last looked whether something is due. */
export const ALIVE = "alive";

/** When a process came back after no process had looked for long. */
export const AWAY_UNTIL = "away";

/** Until when GitHub's log of deliveries was read. */
export const LOOKED = "deliveries";

/** When it was last asked which installations there are. */
export const LISTED = "installations";

/** Of a repository where more runs wait than one look covers: how far back they were looked through. */
export const runsUntil = (repositoryId: number): string => `runs:${repositoryId}`;
