import type { Settled } from "../deployments.ts";

/**
 * Deployments that a new one can be measured against, newest first: those that succeeded, also when they were replaced since, and that
 * nobody rolled back. Pure. `deployments` are newest first.
 */
export const goodOnes = (deployments: readonly Settled[], rolledBackAt: readonly string[]): readonly Settled[] => {
  const ran = deployments.filter(({ state }) => state === "success" || state === "inactive");
  const bad = new Set(rolledBackAt.flatMap((moment) => rolledBackIn(ran, moment)));
  return ran.filter((one) => !bad.has(one));
};

/** What a rollback at a moment took back: what ran then, with the earlier tries to deploy the same commit. */
const rolledBackIn = (ran: readonly Settled[], moment: string): readonly Settled[] => {
  const running = ran.findIndex(({ at }) => Date.parse(at) <= Date.parse(moment));
  if (running === -1) return [];
  const from = isWayBack(ran, running) ? replacedBy(ran, running) : running;
  const rest = ran.slice(from);
  const end = rest.findIndex(({ sha }) => sha !== rest[0]?.sha);
  return end === -1 ? rest : rest.slice(0, end);
};

/**
 * Whether it brought back a commit that had run before the one it replaced: then somebody deployed the old one first and said so
 * afterwards, and what it replaced was rolled back.
 */
const isWayBack = (ran: readonly Settled[], index: number): boolean => {
  const before = replacedBy(ran, index);
  return before !== ran.length && firstRun(ran, ran[index]) > firstRun(ran, ran[before]);
};

/** Where the newest older one of another commit is; the list's length where there is none. */
const replacedBy = (ran: readonly Settled[], index: number): number => {
  const found = ran.findIndex(({ sha }, at) => at > index && sha !== ran[index]?.sha);
  return found === -1 ? ran.length : found;
};

const firstRun = (ran: readonly Settled[], one: Settled | undefined): number =>
  ran.findLastIndex(({ sha }) => sha === one?.sha);
