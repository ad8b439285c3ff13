import { CHECK_NAME, RECHECK, type CheckRun } from "../../report/check-run.ts";
import { digestOf } from "../publish.ts";
import { isUsedIn } from "../undetermined.ts";
import type { GroupTurn } from "./assess-group.ts";
import { groupMemoryOf } from "./memory.ts";

/** Writes the check run of a group where it says something new; the same run is updated for as long as the group lives. */
export const publishGroupRun = async (
  turn: GroupTurn,
  { run, mayBeThere }: { readonly run: CheckRun; readonly mayBeThere: boolean },
): Promise<void> => {
  const { parts, key, repository, force } = turn;
  const { name, headSha } = run;
  const digest = digestOf(run.digest);
  const known = (await parts.published.get(key)).find((item) => item.kind === "check" && item.name === name);
  if (known?.digest === digest && !force) return;
  const there = known?.remoteId ?? (mayBeThere ? await parts.runs.find(repository, name, headSha) : undefined);
  if (there !== undefined) await parts.runs.update(repository, there, run);
  const remoteId = there ?? (await created(turn, run));
  await parts.published.put({ subjectKey: key, kind: "check", name, headSha, remoteId, digest });
};

/** After a crash before its id is kept, the next turn has to look for it. */
const created = async ({ parts, key, repository }: GroupTurn, run: CheckRun): Promise<string> => {
  const stored = groupMemoryOf((await parts.subjects.get(key))?.memory);
  if (stored !== undefined) await parts.subjects.remember(key, { ...stored, settled: false });
  return parts.runs.create(repository, run);
};

/** After this many failures in a row the queue is answered all the same; a passing trouble of GitHub's heals before. */
const TELL_AFTER = 3;

const SUMMARY = `Gatehouse could not read everything that this group depends on, so it does not pass.

Add the pull request to the merge queue again. If this happens again, ask whoever runs Gatehouse to look at its log, and check that the App has the permissions it asks for.`;

/** What could not be determined fails: the queue waits for an answer, and no answer would be one too late. */
export const sayUndetermined = async (turn: GroupTurn): Promise<void> => {
  const { parts, key, repository, group, attempts, signal } = turn;
  if (attempts < TELL_AFTER || signal.aborted || !(await isUsedIn(parts, repository))) return;
  const said = { conclusion: "failure", title: "Could not be determined" } as const;
  const run: CheckRun = {
    name: CHECK_NAME,
    headSha: group.headSha,
    ...said,
    summary: SUMMARY,
    externalId: `${repository.owner}/${repository.name}@${group.headSha}`,
    annotations: [],
    actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
    digest: JSON.stringify(said),
  };
  try {
    await publishGroupRun({ ...turn, force: false }, { run, mayBeThere: true });
  } catch (error) {
    parts.log.warn({ err: error, subject: key }, "could not say that nothing could be determined");
  }
};
