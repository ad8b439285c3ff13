import type { Verdict } from "../evaluation/verdict.ts";
import { pullLine, type PullLine } from "../report/pull-line.ts";
import { issueKey, pullKey } from "./change.ts";
import { namedBy, type StoredSubject } from "./known.ts";
import { memoryOf, type Collected, type IssueName, type Memory } from "./memory.ts";
import type { SubjectRef } from "./ports.ts";
import { digestOf } from "./publish.ts";
import type { Policed, Subjects } from "./turn.ts";

/** What a pull request remembers for the issues that show it. */
type Shown = Pick<Memory, "line" | "closes" | "formerly" | "quiet">;

/** What issues show of a pull request after it was judged. */
export const lineNow = (turn: Policed, verdict: Verdict): Shown => {
  const { reading, policy, memory } = turn;
  const closes = (reading.closes ?? []).map((issue) => ({ ...issue, key: issueKey(issue.repositoryId, issue.number) }));
  return {
    line: pullLine(verdict, reading),
    closes,
    ...formerOf(memory, closes),
    quiet: !policy.comments.issues,
  };
};

/** Of one that closes nothing any more: what its issues have still to be told. */
export const withoutLine = (memory: Memory | undefined): Pick<Memory, "formerly"> => formerOf(memory, []);

const formerOf = (memory: Memory | undefined, closes: readonly IssueName[]): Pick<Memory, "formerly"> => {
  const now = new Set(closes.map(({ key }) => key));
  const before = [...(memory?.closes ?? []), ...(memory?.formerly ?? [])].filter(({ key }) => !now.has(key));
  const formerly = [...new Map(before.map((issue) => [issue.key, issue])).values()];
  return formerly.length === 0 ? {} : { formerly };
};

/** The lines of an issue's pull requests, by repository and number: of those that close it, and of those that it collected. */
export const linesOn = async (
  subjects: Pick<Subjects, "closing" | "among">,
  issue: Pick<SubjectRef, "key" | "installationId" | "repositoryId" | "owner" | "name">,
  collected: readonly Collected[] | undefined,
): Promise<readonly PullLine[]> => {
  const closing = await subjects.closing(issue.installationId, issue.key);
  const keys = (collected ?? []).map(({ number }) => pullKey(issue.repositoryId, number));
  const others = new Map((await subjects.among(keys)).map((pull) => [pull.key, pull]));
  const own = closing.map((pull) => lineOf(pull, { withQuiet: collected !== undefined }));
  const gathered = (collected ?? []).map((pull, index) => collectedLine(pull, others.get(keys[index] ?? ""), issue));
  const lines = [...own, ...gathered].flatMap((line) => line ?? []);
  const once = new Map(lines.map((line) => [`${line.repository.toLowerCase()}#${line.number}`, line]));
  return [...once.values()].toSorted(inOrder);
};

/** Tells whether what an issue shows of its pull requests is still so. */
export const shownOf = (lines: readonly PullLine[]): string => digestOf(JSON.stringify(lines));

const lineOf = (
  { memory: stored }: StoredSubject,
  { withQuiet }: { readonly withQuiet: boolean },
): PullLine | undefined => {
  const memory = memoryOf(stored);
  return memory?.quiet === true && !withQuiet ? undefined : memory?.line;
};

/** One that we know and that has no line was closed, or has no turn yet. */
const collectedLine = (
  { number, title, url, state }: Collected,
  known: StoredSubject | undefined,
  { owner, name }: Pick<SubjectRef, "owner" | "name">,
): PullLine | undefined => {
  const line = memoryOf(known?.memory)?.line;
  if (line !== undefined) return line;
  if (state === "closed" || known?.state === "closed") return undefined;
  return {
    repository: `${owner}/${name}`,
    number,
    title,
    url,
    state: state === "merged" ? "merged" : "unjudged",
    shadow: false,
    left: 0,
    total: 0,
    what: "",
    next: "",
    deployed: [],
    milestone: null,
  };
};

const inOrder = (one: PullLine, other: PullLine): number =>
  one.repository === other.repository ? one.number - other.number : one.repository < other.repository ? -1 : 1;

/** Pull requests of the issue's own repository among those that close it, as far as their turns told. */
export const closingHere = async (
  subjects: Pick<Subjects, "closing">,
  { key, installationId, repositoryId }: SubjectRef,
): Promise<readonly Collected[]> =>
  (await subjects.closing(installationId, key)).flatMap((pull) => {
    const line = memoryOf(pull.memory)?.line;
    if (pull.repositoryId !== repositoryId || line === undefined || namedBy(pull.key) === undefined) return [];
    return [
      { number: line.number, title: line.title, url: line.url, state: pull.state === "open" ? "open" : "merged" },
    ];
  });
