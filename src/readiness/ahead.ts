import type { NumberedRun } from "../report/combine-runs.ts";
import type { StoredSubject } from "./known.ts";
import type { Reading } from "./ports.ts";
import { othersOn } from "./shared-head.ts";
import type { Turn } from "./turn.ts";

/** What the store says of others, asked for while the subject is judged. */
export interface Ahead {
  /** What other pull requests said of the head commit. */
  readonly sharing: Promise<readonly NumberedRun[]>;
  /** Issues of the repository that collect pull requests. */
  readonly launches: Promise<readonly StoredSubject[]>;
}

/**
 * Asks for what an open pull request's words need. Whoever changes it meanwhile is seen after all: other heads are compared once more
 * when everything is written, and a launch issue gives those a turn that it collects.
 */
export const askAhead = ({ parts, subject }: Turn, { snapshot }: Reading): Ahead | undefined => {
  if (subject.kind === "issue" || snapshot.state !== "open") return undefined;
  const sharing = othersOn(parts.subjects, subject, snapshot.headSha);
  const launches = parts.subjects.launchesIn(subject.repositoryId);
  // Nobody may come to wait for them.
  for (const asked of [sharing, launches]) asked.catch(() => undefined);
  return { sharing, launches };
};
