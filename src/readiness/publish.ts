import { createHash } from "node:crypto";
import type { CheckRun } from "../report/check-run.ts";
import type { OwnComments } from "./kept-readings.ts";
import type { StoredSubject } from "./known.ts";
import type { Comments, OwnComment, Reading, Runs, SubjectRef, WantedRun } from "./ports.ts";

/** Something we wrote on GitHub, and what it said. */
export interface PublishedItem {
  readonly subjectKey: string;
  readonly kind:
    "check" | "checklist" | "status" | "answer" | "follow-up" | "rollback" | "report" | "reminder" | "welcome";
  readonly name: string;
  readonly headSha?: string | undefined;
  readonly remoteId: string;
  readonly nodeId?: string | undefined;
  readonly digest: string;
}

/** Remembers what was written, so that nothing is written twice. */
export interface PublishedItems {
  readonly get: (subjectKey: string) => Promise<readonly PublishedItem[]>;
  readonly put: (item: PublishedItem) => Promise<void>;
}

/** One piece of work at a time for a key, over all processes. */
export type Alone = (key: string, work: () => Promise<void>) => Promise<void>;

export interface Publishing {
  readonly alone: Alone;
  readonly now: () => Date;
  readonly subjects: { readonly bySha: (repositoryId: number, sha: string) => Promise<readonly StoredSubject[]> };
  readonly runs: Runs;
  readonly comments: Comments;
  readonly published: PublishedItems;
}

/** What GitHub is to show. A comment that is undefined is to be absent. */
export interface Wanted {
  readonly runs: readonly CheckRun[];
  readonly checklist: string | undefined;
  /** The checklist over a text that people changed since it was read: their newest ticks stay for the next turn to judge. */
  readonly checklistOver: (fresh: string) => string | undefined;
  readonly status: string | undefined;
  /** Write the check runs even when nothing changed: somebody asked and wants to see that it was looked at. */
  readonly force: boolean;
}

/** Brings GitHub to the wanted state, all writes at the same time. Repeating it, also after a crash midway, changes nothing. */
export const publish = async (
  { parts, subject, published }: PublishingTurn,
  { wanted, reading }: { readonly wanted: Wanted; readonly reading: Reading },
): Promise<OwnComments> => {
  const scene = { ...parts, subject, items: published, reading };
  const checklist = publishComment(scene, "checklist", { wanted: wanted.checklist, over: wanted.checklistOver });
  const status = publishComment(scene, "status", { wanted: wanted.status, over: undefined });
  throwFirst(
    await Promise.allSettled([
      checklist,
      status,
      ...wanted.runs.map((run) => publishRun(scene, run, { force: wanted.force })),
      ...reading.extra.map(({ id }) => parts.comments.remove(subject, id)),
    ]),
  );
  return { checklist: await checklist, status: await status };
};

/** Brings the check runs alone to the wanted state. */
export const publishRuns = async (
  { parts, subject }: Pick<PublishingTurn, "parts" | "subject">,
  { wanted, reading }: { readonly wanted: Pick<Wanted, "runs" | "force">; readonly reading: Reading },
): Promise<void> => {
  const scene = { ...parts, subject, items: await parts.published.get(subject.key), reading };
  const { runs, force } = wanted;
  throwFirst(await Promise.allSettled(runs.map((run) => publishRun(scene, run, { force }))));
};

const throwFirst = (writes: readonly PromiseSettledResult<unknown>[]): void => {
  const failed = writes.find((write) => write.status === "rejected");
  if (failed !== undefined) throw failed.reason;
};

/** Whose turn it is, and what was on GitHub of ours when it began: nobody else writes for this subject meanwhile. */
interface PublishingTurn {
  readonly parts: Publishing;
  readonly subject: SubjectRef;
  readonly published: readonly PublishedItem[];
}

interface Scene extends Publishing {
  readonly subject: SubjectRef;
  readonly items: readonly PublishedItem[];
  readonly reading: Reading;
}

/** The evaluated-at stamp is left out of the digest: a new stamp alone is no news. */
export const digestOf = (...parts: readonly string[]): string =>
  createHash("sha256").update(JSON.stringify(parts)).digest("base64url");

const publishRun = async (scene: Scene, run: CheckRun, { force }: { readonly force: boolean }): Promise<void> => {
  const known = scene.items.find(
    (item) => item.kind === "check" && item.name === run.name && item.headSha === run.headSha,
  );
  if (known?.digest === run.digest && !force) return;
  const { subject, published, runs, alone } = scene;
  const { name, headSha, digest } = run;
  const write = async (remoteId: string | undefined): Promise<void> => {
    const id = remoteId ?? (await runs.create(subject, run));
    if (remoteId !== undefined) await runs.update(subject, remoteId, run);
    await published.put({ subjectKey: subject.key, kind: "check", name, headSha, remoteId: id, digest });
  };
  if (known !== undefined) return write(known.remoteId);
  const commit = `commit:${subject.repositoryId}/${headSha}`;
  await alone(commit, async () => write(await runThere(scene, run)));
};

/** Our run where there may be one that this subject does not know of: after a crash, or made for another with the same head. */
const runThere = async (scene: Scene, { name, headSha }: WantedRun): Promise<string | undefined> => {
  const { runs, subject, subjects, reading } = scene;
  const heads = await subjects.bySha(subject.repositoryId, headSha);
  const mayBe = reading.runs.includes(name) || heads.some(({ key }) => key !== subject.key);
  return mayBe ? runs.find(subject, name, headSha) : undefined;
};

interface WantedText {
  readonly wanted: string | undefined;
  readonly over: Wanted["checklistOver"] | undefined;
}

const publishComment = async (
  scene: Scene,
  kind: OwnComment["kind"],
  { wanted, over }: WantedText,
): Promise<OwnComment | undefined> => {
  const { comments, subject, reading } = scene;
  const there = reading[kind];
  if (wanted === undefined) {
    if (there === undefined) return undefined;
    await comments.remove(subject, there.id);
    await scene.published.put({ subjectKey: subject.key, kind, name: kind, remoteId: "", digest: "" });
    return undefined;
  }
  const updating = there === undefined ? undefined : await updated(scene, there, { wanted, over });
  const written = updating ?? { ...ours(kind, wanted), ...(await comments.create(subject, wanted)) };
  const { id, nodeId } = written;
  const digest = digestOf(wanted);
  const known = scene.items.find((item) => item.kind === kind);
  if (known?.remoteId !== id || known.digest !== digest)
    await scene.published.put({ subjectKey: subject.key, kind, name: kind, remoteId: id, nodeId, digest });
  return written;
};

const ours = (kind: OwnComment["kind"], body: string) => ({ kind, body, editor: null, editedAt: null });

/**
 * What was asked for so many milliseconds ago is not asked for again: that would take as long. Whoever edits the comment meanwhile is heard
 * of by the event, so that a box ticked in this moment is ticked again by the next turn.
 */
const FRESH_MS = 1000;

const isFresh = ({ reading: { askedAt }, now }: Scene): boolean =>
  askedAt !== undefined && now().getTime() - askedAt.getTime() <= FRESH_MS;

/** The comment as it is kept; undefined when somebody deleted it before it could be written. */
const updated = async (
  scene: Scene,
  there: OwnComment,
  { wanted, over }: { readonly wanted: string; readonly over: WantedText["over"] },
): Promise<OwnComment | undefined> => {
  if (sameText(there.body, wanted)) return there;
  const { comments, subject, now } = scene;
  const fresh = over === undefined || isFresh(scene) ? there.body : await comments.text(subject, there.id);
  if (fresh === undefined) return undefined;
  const body = over === undefined || sameText(fresh, there.body) ? wanted : (over(fresh) ?? wanted);
  if (sameText(fresh, body)) return { ...there, body: fresh };
  const isThere = await comments.update(subject, there, body);
  return isThere ? { ...there, body, editor: null, editedAt: now().toISOString() } : undefined;
};

/** GitHub's web editor sends CRLF; line ends are no difference. */
const sameText = (one: string, other: string): boolean => normal(one) === normal(other);

const normal = (text: string): string => text.replaceAll("\r\n", "\n").trimEnd();
