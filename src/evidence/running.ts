import type { Deployment } from "./deployment.ts";
import { succeeded } from "./deployed.ts";

type Ran = Pick<Deployment, "state" | "at" | "until">;

/** What ran in an environment at a moment, of its deployments newest first; undefined where nothing did, or nobody knows until when. */
export const runningAt = <One extends Ran>(deployments: readonly One[], moment: Date): One | undefined => {
  const latest = deployments.find((one) => succeeded(one) && Date.parse(one.at) <= moment.getTime());
  if (latest === undefined || latest.state === "success") return latest;
  return latest.until !== undefined && Date.parse(latest.until) > moment.getTime() ? latest : undefined;
};

type Commit = Pick<Deployment, "sha">;

/** Whether one of those that ran, newest first, brought back a commit that had run before the one it replaced. */
export const isWayBack = (ran: readonly Commit[], index: number): boolean => {
  const before = replacedBy(ran, index);
  return before !== ran.length && firstRun(ran, ran[index]) > firstRun(ran, ran[before]);
};

/** Where the newest older one of another commit is; the list's length where there is none. */
export const replacedBy = (ran: readonly Commit[], index: number): number => {
  const found = ran.findIndex(({ sha }, at) => at > index && sha !== ran[index]?.sha);
  return found === -1 ? ran.length : found;
};

const firstRun = (ran: readonly Commit[], one: Commit | undefined): number =>
  ran.findLastIndex(({ sha }) => sha === one?.sha);
