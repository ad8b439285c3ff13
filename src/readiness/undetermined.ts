import { CHECK_NAME, RECHECK } from "../report/check-run.ts";
import type { Latest } from "./hints.ts";
import { memoryOf } from "./memory.ts";
import { digestOf } from "./publish.ts";
import { tellGroups } from "./queue/tell-groups.ts";
import { isTold } from "./standings/news.ts";
import { RetryLater } from "./retry-later.ts";
import type { Turn } from "./turn.ts";

/** After this many failures in a row people are told; a passing trouble of GitHub's heals before. */
const TELL_AFTER = 3;

/**
 * Runs a turn. When it keeps failing, the check says so and shuts the gate, because what can't be determined never passes; the
 * queue goes on trying, and the first success replaces it.
 */
export const explained = async (turn: Turn, latest: Latest, work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const isHeldBack = latest.state === "open" && turn.attempts >= TELL_AFTER;
    if (isHeldBack && !(error instanceof RetryLater)) {
      await tell(turn, latest);
      await tellGroups(turn, undefined);
      await tellPages(turn);
    }
    throw error;
  }
};

/** What they show is not current any more. */
const tellPages = async ({ parts, subject, memory }: Turn): Promise<void> => {
  if (isTold(memory)) await parts.standings.undetermined(subject.key, parts.now());
};

const TITLE = "Could not be determined";

const SUMMARY = `Gatehouse could not read everything this gate depends on, so the gate stays shut. It keeps trying; nothing needs to be done.

If this stays for more than an hour, ask whoever runs Gatehouse to look at its log, and check that the App has the permissions it asks for.`;

/** Where no config was ever seen, nothing is said, not even this. */
export const isUsedIn = async (
  { subjects }: Pick<Turn["parts"], "subjects">,
  { repositoryId }: Pick<Turn["subject"], "repositoryId">,
): Promise<boolean> =>
  (await subjects.openIn(repositoryId)).some((subject) => memoryOf(subject.memory)?.configured === true);

const tell = async ({ parts, subject, published, memory }: Turn, { headSha }: Latest): Promise<void> => {
  if (headSha === undefined || !(memory?.configured ?? (await isUsedIn(parts, subject)))) return;
  const known = published.find((item) => item.kind === "check" && item.name === CHECK_NAME && item.headSha === headSha);
  const digest = digestOf(TITLE);
  if (known?.digest === digest) return;
  const run = {
    name: CHECK_NAME,
    headSha,
    conclusion: "failure",
    title: TITLE,
    summary: SUMMARY,
    externalId: `${subject.owner}/${subject.name}#${subject.number}`,
    annotations: [],
    actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
  } as const;
  try {
    const id = known?.remoteId ?? (await parts.runs.find(subject, CHECK_NAME, headSha));
    const remoteId = id ?? (await parts.runs.create(subject, run));
    if (id !== undefined) await parts.runs.update(subject, id, run);
    await parts.published.put({ subjectKey: subject.key, kind: "check", name: CHECK_NAME, headSha, remoteId, digest });
  } catch (error) {
    parts.log.warn({ err: error, subject: subject.key }, "could not say that nothing could be determined");
  }
};
