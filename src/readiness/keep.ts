import { pullKey } from "./change.ts";
import type { Latest } from "./hints.ts";
import type { StoredSubject } from "./known.ts";
import type { SubjectRef } from "./ports.ts";
import { lookAgain } from "./spread.ts";
import type { Assessing } from "./turn.ts";

/** Where a subject stood before. */
type Known = Pick<StoredSubject, "headSha" | "baseRef" | "state">;

interface Keeping {
  readonly parts: Assessing;
  readonly subject: SubjectRef;
  readonly before: Known | undefined;
  /** GUID of the delivery that brought the news. */
  readonly cause: string;
}

/** Keeps where a subject stands. Where it leaves a head commit that others share, those look again: they stand for it alone now. */
export const keep = async ({ parts, subject, before, cause }: Keeping, latest: Latest): Promise<void> => {
  const { headSha, baseRef, state } = latest;
  const record = { ...subject, headSha, baseRef, state };
  const isKnown =
    before !== undefined && Object.entries(record).every(([name, value]) => Reflect.get(before, name) === value);
  if (isKnown) return;
  await parts.subjects.upsert(record);
  const left =
    subject.kind === "pull_request" && before?.state === "open" && (before.headSha !== headSha || state !== "open");
  if (left) await tellNeighbours(parts, { subject, headSha: before.headSha, cause });
};

/** Makes the other open pull requests with this head commit look again; an issue has none of its own. Repeating it with the same cause does nothing. */
export const tellNeighbours = async (
  parts: Pick<Assessing, "subjects" | "inbox" | "now">,
  {
    subject,
    headSha,
    cause,
  }: { readonly subject: SubjectRef; readonly headSha: string | undefined; readonly cause: string },
): Promise<void> => {
  if (headSha === undefined || subject.kind === "issue") return;
  const others = (await parts.subjects.bySha(subject.repositoryId, headSha, subject.key)).filter(
    ({ state }) => state === "open",
  );
  for (const other of others) await lookAgain(parts, other, `${cause}/left/${numbered(other)}`);
};

const numbered = ({ repositoryId, number = 0 }: StoredSubject): string => pullKey(repositoryId, number);
