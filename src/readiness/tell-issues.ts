import { pullsComment } from "../report/pulls.ts";
import { STATUS_MARKER } from "../report/status.ts";
import { collects } from "./launch.ts";
import { memoryOf, type IssueName, type Memory } from "./memory.ts";
import { STARTED } from "./once.ts";
import type { SubjectRef } from "./ports.ts";
import { linesOn, shownOf } from "./pull-lines.ts";
import { digestOf, type PublishedItem } from "./publish.ts";
import { isRefused } from "./refused.ts";
import { Archived, RetryLater } from "./retry-later.ts";
import { lookAgain } from "./spread.ts";
import type { Turn } from "./turn.ts";

type Telling = Pick<Turn, "parts" | "subject" | "changes">;

/**
 * Brings the issues that show a pull request to what its turn left behind: a comment is written where what it says has changed, and an
 * issue that has a status comment of its own gets a turn. Nothing is read from GitHub. Repeating it changes nothing.
 * Throws `RetryLater`: an issue's trouble is none of the pull request's gate.
 */
export const tellIssues = async (turn: Telling): Promise<void> => {
  const { parts, subject } = turn;
  if (subject.kind === "issue") return;
  const memory = memoryOf((await parts.subjects.get(subject.key))?.memory);
  const issues = memory === undefined ? [] : await issuesOf(turn, memory);
  const left = new Set((memory?.formerly ?? []).map(({ key }) => key));
  const told = await Promise.allSettled(
    issues.map((issue) => tellIssue(turn, issue, { hasLeft: left.has(issue.key) })),
  );
  const failed = told.find((one) => one.status === "rejected");
  if (failed !== undefined) throw soon(failed.reason);
  if (memory?.formerly === undefined) return;
  const { formerly: _told, ...rest } = memory;
  await parts.subjects.remember(subject.key, rest);
};

const TRY_AGAIN_MS = 10_000;

const soon = (error: unknown): RetryLater =>
  error instanceof RetryLater
    ? error
    : new RetryLater(new Date(Date.now() + TRY_AGAIN_MS), "an issue could not be told", { cause: error });

/** Those that it closes or closed, and launch issues that collect it otherwise. */
const issuesOf = async ({ parts, subject }: Telling, memory: Memory): Promise<readonly IssueName[]> => {
  const { closes = [], formerly = [], line } = memory;
  const pull = { number: subject.number, milestone: line?.milestone };
  const launches = (await parts.subjects.launchesIn(subject.repositoryId)).filter((issue) => collects(issue, pull));
  const named = launches.flatMap(({ key, repositoryId, owner, name, number }) =>
    number === undefined ? [] : [{ key, repositoryId, owner, name, number }],
  );
  return [...new Map([...closes, ...formerly, ...named].map((issue) => [issue.key, issue])).values()];
};

/** Pull requests that close the same issue do this one after the other, so that the last one has seen what the others left behind. */
const tellIssue = async (turn: Telling, name: IssueName, { hasLeft }: { readonly hasLeft: boolean }): Promise<void> => {
  const { parts, subject, changes } = turn;
  const issue: SubjectRef = { ...name, kind: "issue", installationId: subject.installationId };
  await parts.alone(issue.key, async () => {
    const stored = await parts.subjects.get(issue.key);
    const memory = memoryOf(stored?.memory);
    const lines = await linesOn(parts.subjects, issue, memory?.collected);
    if (stored === undefined || memory?.shown === undefined)
      return write(turn, issue, pullsComment({ repository: `${issue.owner}/${issue.name}`, lines }));
    const isNews = hasLeft || shownOf(lines) !== memory.shown || !isCollected(memory, issue, subject);
    const cause = `${changes.at(-1)?.guid ?? "nothing"}/${subject.number}/${issue.key}`;
    if (isNews) await lookAgain(parts, { ...stored, state: "open" }, cause);
  });
};

/** A launch issue that has not collected this one yet does so in its turn; those of other repositories it only shows. */
const isCollected = ({ collected }: Memory, issue: SubjectRef, { repositoryId, number }: SubjectRef): boolean =>
  collected === undefined || issue.repositoryId !== repositoryId || collected.some((one) => one.number === number);

const write = async (turn: Telling, issue: SubjectRef, text: string | undefined): Promise<void> => {
  const { parts } = turn;
  const known = (await parts.published.get(issue.key)).find(({ kind }) => kind === "status");
  const digest = text === undefined ? "" : digestOf(text);
  if (digest === (known?.digest ?? "")) return;
  const item = { subjectKey: issue.key, kind: "status", name: "status" } as const;
  try {
    const there = text === undefined ? await removed(turn, issue, known) : await written(turn, issue, { text, known });
    await parts.published.put({ ...item, ...there, digest });
  } catch (error) {
    if (!isRefused(error) && !(error instanceof Archived)) throw error;
    parts.log.info({ err: error, issue: issue.key }, "GitHub takes no comment on an issue");
    await parts.published.put({ ...item, remoteId: known?.remoteId ?? "", nodeId: known?.nodeId, digest });
  }
};

type Known = PublishedItem | undefined;

const removed = async ({ parts }: Telling, issue: SubjectRef, known: Known): Promise<{ readonly remoteId: "" }> => {
  if (known !== undefined && known.remoteId !== "") await parts.comments.remove(issue, known.remoteId);
  return { remoteId: "" };
};

interface Writing {
  readonly text: string;
  readonly known: Known;
}

/** Where we know of no comment there may be one all the same: after a crash, or on an issue that came from another repository. */
const written = async ({ parts }: Telling, issue: SubjectRef, { text, known }: Writing) => {
  const { comments, published } = parts;
  const isUnsure = known === undefined || known.digest === STARTED;
  const remoteId = isUnsure ? await comments.find(issue, STATUS_MARKER) : known.remoteId;
  if (remoteId !== undefined && remoteId !== "" && (await comments.update(issue, { id: remoteId }, text)))
    return { remoteId, nodeId: known?.nodeId };
  await published.put({ subjectKey: issue.key, kind: "status", name: "status", remoteId: "", digest: STARTED });
  const { id, nodeId } = await comments.create(issue, text);
  return { remoteId: id, nodeId };
};
