import { groupKey, pullKey, releaseKey, releaseNamed, type Change } from "../change.ts";
import { alwaysChecked } from "../issue-procedures.ts";
import { naming, WAKE } from "../spread.ts";
import type { KnownOne, SeenPull, SeenRepository } from "./ports.ts";
import type { WantedTurn } from "./turns.ts";
import { isUnseen } from "./unseen.ts";
import { wantedRuns } from "./wanted-runs.ts";
import { turn, type Through, type Wanted, type WantingTurns } from "./wanting.ts";

/**
 * The turns that a repository's subjects are to have, in the order of their hurry: what waits for an answer, then pull requests, then
 * what else is followed. Where no config was ever seen, only what brings a first one.
 */
export const wantedTurns = async (parts: WantingTurns, through: Through): Promise<Wanted> => {
  const { seen, isOwnerConfigured } = through;
  const { repositoryId } = seen.repository;
  const keys = seen.pulls.map(({ number }) => pullKey(repositoryId, number));
  const known = await parts.sweeps.known(repositoryId, keys);
  const isUsed = isOwnerConfigured || seen.configured.size > 0 || known.some(({ configured }) => configured === true);
  const scene = { ...through, known, at: new Map(known.map((one) => [one.key, one])) };
  if (!isUsed) return { turns: firsts(scene), keep: async () => undefined };
  const groups = await queued(parts, scene);
  const runs = await wantedRuns(parts, through);
  const pulls = unseen(parts, scene);
  const turns = [...groups, ...runs.turns, ...pulls, ...(await tips(parts, scene))];
  const decided = new Set([...keys, ...turns.map(({ key }) => key)]);
  return { turns: [...turns, ...followed(scene).filter(({ key }) => !decided.has(key))], keep: runs.keep };
};

interface Scene extends Through {
  readonly known: readonly KnownOne[];
  readonly at: ReadonlyMap<string, KnownOne>;
}

const unseen = ({ now }: WantingTurns, scene: Scene): readonly WantedTurn[] => {
  const { seen, isOwnerConfigured, all, at } = scene;
  const { repository, configured, pulls, tip } = seen;
  const isEverywhere = isOwnerConfigured || (tip !== undefined && configured.has(tip.branch));
  return pulls.flatMap((pull) => {
    const key = pullKey(repository.repositoryId, pull.number);
    const isConfigured = isEverywhere || configured.has(pull.baseRef);
    const against = { known: at.get(key), isConfigured, all, now: now() };
    return isUnseen(pull, against) ? [turn(scene, key, { pulls: [told(pull)] })] : [];
  });
};

/** Pull requests that were there before us and bring a first config. */
const firsts = (scene: Scene): readonly WantedTurn[] => {
  const { repository, pulls, firsts: heads } = scene.seen;
  return pulls.flatMap((pull) => {
    const key = pullKey(repository.repositoryId, pull.number);
    const isNews = heads?.has(pull.headSha) === true && scene.at.get(key)?.headSha !== pull.headSha;
    return isNews ? [turn(scene, key, { pulls: [told(pull)] })] : [];
  });
};

const told = ({ number, headSha, headRef, baseRef, updatedAt, state }: SeenPull): Change["pulls"][number] => ({
  number,
  headSha,
  headRef,
  baseRef,
  updatedAt,
  state,
});

/** What is followed and in none of the lists: pull requests that are closed by now, merged ones, issues, releases. */
const followed = (scene: Scene): readonly WantedTurn[] => {
  if (!scene.all) return [];
  const { tip } = scene.seen;
  return scene.known.flatMap(({ key, state }) => {
    const about = naming(key);
    if (state === "closed" || about === undefined) return [];
    const isAtTip = tip !== undefined && releaseNamed(key) !== undefined;
    return [turn(scene, key, { event: WAKE, ...about, ...(isAtTip ? atTip(tip) : {}) })];
  });
};

const atTip = ({ branch, sha }: NonNullable<SeenRepository["tip"]>): Partial<Change> => ({
  tip: { branch, sha, before: sha },
  isDefault: true,
});

/** Environments whose check stands on every tip of the default branch. */
const tips = async ({ subjects }: WantingTurns, scene: Scene): Promise<readonly WantedTurn[]> => {
  const { repository, tip } = scene.seen;
  if (!scene.all || tip === undefined) return [];
  const environments = await alwaysChecked(subjects, repository.repositoryId);
  return environments.map((environment) =>
    turn(scene, releaseKey(repository.repositoryId, { environment, sha: tip.sha }), atTip(tip)),
  );
};

/** Groups that wait, of which nobody told us or which we may have left alone. */
const queued = async ({ waiting, sweeps }: WantingTurns, scene: Scene): Promise<readonly WantedTurn[]> => {
  const { seen, known, all } = scene;
  const { repository, pulls } = seen;
  const groups = known.filter(({ kind }) => kind === "merge_group");
  if (!all && groups.length === 0) return [];
  const bases = pulls.filter(({ state }) => state === "open").map(({ baseRef }) => baseRef);
  const branches = [...bases, ...groups.map(({ baseRef }) => baseRef)].filter((one) => one !== undefined);
  const there = await waiting.groups(repository, [...new Set(branches)].slice(0, MOST_BRANCHES));
  const keyOf = (headSha: string): string => groupKey(repository.repositoryId, headSha);
  const heard = await sweeps.known(
    repository.repositoryId,
    there.map(({ headSha }) => keyOf(headSha)),
  );
  const isHeard = (key: string): boolean => !all && heard.some((one) => one.key === key);
  return there
    .filter(({ headSha }) => !isHeard(keyOf(headSha)))
    .map((group) => turn(scene, keyOf(group.headSha), { group: { ...group, destroyed: false } }));
};

const MOST_BRANCHES = 50;
