import { STARTED } from "../once.ts";
import type { WrittenRun } from "../ports.ts";
import type { PublishedItem } from "../publish.ts";
import { isRefused } from "../refused.ts";
import type { ReleaseTurn } from "./parts.ts";

/**
 * Writes the check run of a release where it says something new. One that is not remembered is looked for first: a crash, or a lost
 * database, must not lead to a second one.
 */
export const writeCheck = async (
  turn: ReleaseTurn,
  run: WrittenRun & { readonly digest: string },
  { force }: { readonly force: boolean },
): Promise<void> => {
  const { parts, key, repository } = turn;
  const known = knownCheck(await parts.published.get(key), run.name);
  if (known?.digest === run.digest && !force) return;
  try {
    const there = known?.remoteId ?? (await parts.runs.find(repository, run.name, run.headSha));
    const remoteId = there ?? (await parts.runs.create(repository, run));
    if (there !== undefined) await parts.runs.update(repository, there, run);
    const item = { subjectKey: key, kind: "check", name: run.name, headSha: run.headSha } as const;
    await parts.published.put({ ...item, remoteId, digest: run.digest });
  } catch (error) {
    if (!isRefused(error)) throw error;
    parts.log.warn({ err: error, subject: key }, "GitHub takes no check of this commit");
  }
};

/** Our check of this name as it was last written; the environment may have been spelt otherwise then. */
export const knownCheck = (published: readonly PublishedItem[], name: string): PublishedItem | undefined =>
  published.findLast(
    (item) => item.kind === "check" && item.name.toLowerCase() === name.toLowerCase() && item.digest !== STARTED,
  );
