import type { PublishedItem } from "./publish.ts";
import { isRefused } from "./refused.ts";
import type { Turn } from "./turn.ts";

/** Something is about to be made: after a crash it is looked for before it is made again. */
export const STARTED = "started";

/** GitHub does not take it, and is not asked again. */
export const REFUSED = "refused";

interface Making {
  /** Its id, if it is there already. */
  readonly find: () => Promise<string | undefined>;
  readonly create: () => Promise<string>;
}

/** Makes something on GitHub exactly once, over crashes and retries. Undefined where GitHub does not take it. */
export const onceOnly = async (
  turn: Pick<Turn, "subject" | "published"> & { readonly parts: Pick<Turn["parts"], "published" | "log"> },
  { kind, name }: Pick<PublishedItem, "kind" | "name">,
  making: Making,
): Promise<string | undefined> => {
  const { parts, subject, published } = turn;
  const wasStarted = published.some((item) => item.kind === kind && item.name === name);
  const item = { subjectKey: subject.key, kind, name };
  if (!wasStarted) await parts.published.put({ ...item, remoteId: "", digest: STARTED });
  try {
    const remoteId = (wasStarted ? await making.find() : undefined) ?? (await making.create());
    await parts.published.put({ ...item, remoteId, digest: "" });
    return remoteId;
  } catch (error) {
    if (!isRefused(error)) throw error;
    parts.log.warn({ err: error, subject: subject.key, kind }, "GitHub does not take what an act leads to");
    await parts.published.put({ ...item, remoteId: "", digest: REFUSED });
    return undefined;
  }
};
