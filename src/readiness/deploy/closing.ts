import { retiredRun, type Retirement } from "../../report/deploy/retired.ts";
import { knownCheck, writeCheck } from "./check.ts";
import type { Found } from "./decided.ts";
import type { ReleaseMemory } from "./memory.ts";
import type { ReleaseTurn } from "./parts.ts";
import type { Told } from "./tell-runs.ts";

const HOUR_MS = 3_600_000;

type Interest = Pick<ReleaseMemory, "isChecked" | "askedAt">;

/**
 * How long a release is kept up to date after somebody last asked for it. Where no check shows it, only those who ask again ever see it,
 * and everybody who can read the repository may ask about any commit.
 */
const interestMs = ({ isChecked }: Interest): number => (isChecked ? 24 * HOUR_MS : HOUR_MS);

/** How often it is asked of GitHub whether runs are still there that wait, and how soon where one did not take its answer. */
const LOOK_MS = 6 * HOUR_MS;
const AGAIN_MS = HOUR_MS / 4;

/** Whether the runs that wait should be looked at: after deployments to the environment, and now and then. */
export const isToBeLookedAt = ({ memory, changes, parts, environment }: ReleaseTurn): boolean => {
  const isTold = changes.some(
    ({ change }) => change.touches === "deployments" && change.environment?.toLowerCase() === environment.toLowerCase(),
  );
  const lookedAt = memory?.lookedAt === undefined ? undefined : Date.parse(memory.lookedAt);
  return isTold || (lookedAt !== undefined && parts.now().getTime() - lookedAt >= LOOK_MS);
};

/** Whether the default branch went on without anybody asking for this commit. */
export const isSuperseded = ({ changes, memory, sha }: ReleaseTurn): boolean =>
  memory?.isAsked === false && changes.some(({ change: { tip } }) => tip !== undefined && tip.sha !== sha);

/** Why a release needs no more turns; undefined while it does. */
export const endOf = (
  turn: ReleaseTurn,
  { reading }: Found,
  memory: ReleaseMemory,
): "deployed" | "forgotten" | undefined => {
  if (reading.previous?.sha === turn.sha) return "deployed";
  return turn.parts.now().getTime() - Date.parse(memory.askedAt) >= interestMs(memory) ? "forgotten" : undefined;
};

/** When a release that stays open looks again by itself. */
export const nextLook = (
  now: number,
  { decision }: { readonly decision: Pick<Found["decision"], "wakeAt"> },
  { told, after }: { readonly told: Pick<Told, "isRefused" | "waiting">; readonly after: Interest },
): Date => {
  const runs = told.isRefused ? AGAIN_MS : LOOK_MS;
  const ownAt = told.waiting > 0 ? now + runs : Date.parse(after.askedAt) + interestMs(after);
  return new Date(Math.min(ownAt, decision.wakeAt?.getTime() ?? ownAt));
};

/** Gives a release no more turns until somebody asks for it again. A green check that was not used says nothing from now on. */
export const close = async (turn: ReleaseTurn, why: "deployed" | "gone" | Retirement): Promise<void> => {
  const { parts, key, repository, sha } = turn;
  if (why === "superseded" || why === "forgotten") await retire(turn, why);
  await parts.subjects.upsert({ key, kind: "deployment", ...repository, headSha: sha, state: "closed" });
  await parts.timers.wakeAt(key, undefined);
  parts.log.info({ subject: key, why }, "release closed");
};

const retire = async (turn: ReleaseTurn, why: Retirement): Promise<void> => {
  const { parts, key, memory, sha } = turn;
  const environment = memory?.environment ?? turn.environment;
  const run = retiredRun({ environment, sha }, { why, externalId: key });
  const known = knownCheck(await parts.published.get(key), run.name);
  if (known === undefined || memory === undefined || memory.conclusion !== "success") return;
  await writeCheck(turn, run, { force: false });
  await parts.subjects.remember(key, { ...memory, conclusion: run.conclusion });
};
