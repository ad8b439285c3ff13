import type { Ledger } from "../evidence/ledger.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { issueKey, pullKey } from "./change.ts";
import type { Latest } from "./hints.ts";
import { look, lookTwice } from "./look.ts";
import { memoryOf } from "./memory.ts";
import type { RepositoryRef, SubjectRef } from "./ports.ts";
import { judge, type Assessing, type Policed } from "./turn.ts";

/** A pull request or issue that belongs to something larger: a release, or a group of the merge queue. */
export interface MemberName {
  readonly kind: SubjectRef["kind"];
  readonly number: number;
}

/** A member as it stands this moment. */
export type JudgedMember =
  | { readonly found: true; readonly policed: Policed; readonly ledger: Ledger; readonly verdict: Verdict }
  /** Neither the repository nor its organisation has a config on that branch: nothing is asked for. */
  | { readonly found: true; readonly policed: undefined }
  | { readonly found: false };

/**
 * Reads a pull request or issue afresh and judges it, without a turn of its own: nothing is written, and what people did and was not
 * recorded yet does not count. Throws as a turn does. Costs one read, and a second look where its procedures ask for one.
 */
export const judgeMember = async (
  { parts, signal }: { readonly parts: Assessing; readonly signal: AbortSignal },
  repository: RepositoryRef,
  { kind, number }: MemberName,
): Promise<JudgedMember> => {
  const key = kind === "issue" ? issueKey(repository.repositoryId, number) : pullKey(repository.repositoryId, number);
  const stored = await parts.subjects.get(key);
  const published = await parts.published.get(key);
  const { installationId, repositoryId, owner, name } = repository;
  const subject: SubjectRef = { installationId, repositoryId, owner, name, kind, number, key };
  const turn = {
    id: key,
    parts,
    subject,
    changes: [],
    memory: memoryOf(stored?.memory),
    published,
    signal,
    attempts: 0,
  };
  const latest: Latest = {
    headSha: stored?.headSha,
    headRef: undefined,
    baseRef: stored?.baseRef,
    state: stored?.state ?? "open",
  };
  const looked = await look(turn, latest);
  if (looked === undefined) return { found: false };
  const { reading, ledger } = looked;
  if (reading.policy === undefined) return { found: true, policed: undefined };
  const policed = await lookTwice({ ...turn, policy: reading.policy, reading }, ledger);
  return { found: true, policed, ledger, verdict: judge(policed, ledger) };
};
