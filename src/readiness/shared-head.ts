import type { NumberedRun } from "../report/combine-runs.ts";
import { memoryOf } from "./memory.ts";
import type { SubjectRef } from "./ports.ts";
import type { Subjects } from "./turn.ts";

/**
 * What the other open pull requests with this head commit last said of it. One that has not been judged at this commit yet may
 * turn out anything, so until then the commit is not ready; one without a config says nothing.
 */
export const othersOn = async (
  subjects: Pick<Subjects, "bySha">,
  { key, repositoryId }: SubjectRef,
  headSha: string,
): Promise<readonly NumberedRun[]> => {
  const same = await subjects.bySha(repositoryId, headSha, key);
  return same.flatMap(({ number, state, memory: stored }): readonly NumberedRun[] => {
    if (state !== "open" || number === undefined) return [];
    const memory = memoryOf(stored);
    if (memory?.configured === false) return [];
    return [memory?.run?.headSha === headSha ? { ...memory.run, number } : { number, ...NOT_YET }];
  });
};

const NOT_YET = { conclusion: "action_required", title: "Being judged", summary: "Its own turn comes next." } as const;
