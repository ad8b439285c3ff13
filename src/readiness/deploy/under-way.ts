import { digestOf } from "../publish.ts";
import type { ReleaseTurn } from "./parts.ts";
import type { DeployRequest } from "./ports.ts";

/**
 * What is kept with a request while something is said to its run, which GitHub gives no way to say twice to the same effect: a process
 * that ended in between leaves this behind, and the next one asks GitHub whether it was said.
 */
export const underWay = (about: string, comment: string): string => `${begun(about)}${digestOf(comment.trim())}`;

/** Whether that very thing was begun to be said, and its end is not known. */
export const isUnderWay = ({ digest = "" }: DeployRequest, about: string): boolean => digest.startsWith(begun(about));

interface Asking extends Pick<ReleaseTurn, "repository"> {
  readonly parts: Pick<ReleaseTurn["parts"], "runsWaiting">;
}

/** Whether the words that were under way arrived. */
export const hasArrived = async (
  { parts, repository }: Asking,
  request: DeployRequest,
  { about, state }: { readonly about: string; readonly state: "pending" | "approved" | "rejected" },
): Promise<boolean> => {
  if (!isUnderWay(request, about)) return false;
  const said = await parts.runsWaiting.said(repository, request);
  return said.some((one) => one.state === state && underWay(about, one.comment) === request.digest);
};

const begun = (about: string): string => `under way ${about} `;
