import { z } from "zod";
import type { Policy } from "../procedures/policy.ts";
import { repositoryKey, type Change } from "./change.ts";
import type { StoredSubject } from "./known.ts";
import type { Reading, SubjectRef } from "./ports.ts";

/** What is remembered of a repository's default branch: whether any of its procedures runs on issues. Losing it costs one read. */
const Remembered = z.object({
  issueProcedures: z.boolean().optional(),
  /** Environments, in lower case, whose check stands on every tip. */
  alwaysChecked: z.array(z.string()).default([]),
  /** The default branch, where it has no config. */
  bareBranch: z.string().optional(),
  policyPaths: z.array(z.string()).default([]),
  /** ISO 8601: when the policy changed last; what was read before says nothing of it. */
  changedAt: z.string().optional(),
});
type Remembered = z.output<typeof Remembered>;

interface Rows {
  readonly get: (key: string) => Promise<StoredSubject | undefined>;
}

interface WritableRows extends Rows {
  readonly upsert: (subject: Omit<StoredSubject, "memory"> & { readonly kind: string }) => Promise<void>;
  readonly remember: (key: string, memory: unknown) => Promise<void>;
}

/** False only where it is known that no procedure of the repository runs on issues: their events are dropped then. */
export const mayRunOnIssues = async (rows: Rows, repositoryId: number): Promise<boolean> =>
  (await rememberedOf(rows, repositoryId))?.issueProcedures !== false;

/** Notes after a read whether issues are of interest here. */
export const noteIssueProcedures = async (
  rows: WritableRows,
  {
    subject,
    reading,
    startedAt,
  }: { readonly subject: SubjectRef; readonly reading: Reading; readonly startedAt: Date },
): Promise<void> => {
  const { repositoryId, installationId, owner, name } = subject;
  const before = await rememberedOf(rows, repositoryId);
  if (before?.changedAt !== undefined && Date.parse(before.changedAt) >= startedAt.getTime()) return;
  const issueProcedures = runsOnIssues(reading.policy);
  const policyPaths = [...reading.policyPaths];
  const bare = reading.policy === undefined ? { bareBranch: reading.snapshot.base } : {};
  const after: Remembered = { issueProcedures, alwaysChecked: checkedIn(reading.policy), policyPaths, ...bare };
  if (before !== undefined && isSame(before, after)) return;
  const key = repositoryKey(repositoryId);
  if (before === undefined)
    await rows.upsert({ key, kind: "repository", installationId, repositoryId, owner, name, state: "closed" });
  await rows.remember(key, after);
};

const isSame = (one: Remembered, other: Remembered): boolean =>
  one.issueProcedures === other.issueProcedures &&
  one.bareBranch === other.bareBranch &&
  String(one.alwaysChecked) === String(other.alwaysChecked) &&
  String(one.policyPaths) === String(other.policyPaths);

const checkedIn = (policy: Policy | undefined): string[] =>
  Object.entries(policy?.environments ?? {}).flatMap(([name, { check }]) =>
    check === "always" ? [name.toLowerCase()] : [],
  );

/** Environments whose check stands on every tip of the default branch, by what was last read of the config. */
export const alwaysChecked = async (rows: Rows, repositoryId: number): Promise<readonly string[]> =>
  (await rememberedOf(rows, repositoryId))?.alwaysChecked ?? [];

/** Whether it is known that this is the default branch and has no config, nor a policy from elsewhere. */
export const isBare = async (rows: Rows, repositoryId: number, branch: string): Promise<boolean> => {
  const known = await rememberedOf(rows, repositoryId);
  return known?.bareBranch === branch && known.changedAt === undefined;
};

/** Forgets it where the change may have touched the policy; the next event of an issue looks again. */
export const forgetIssueProcedures = async (rows: WritableRows, change: Change, at: Date): Promise<void> => {
  if (change.touches !== "policy" && change.everyPullOn !== "*") return;
  const { id } = change.repository;
  const before = await rememberedOf(rows, id);
  if (before === undefined || !mayTouch(change, before)) return;
  await rows.remember(repositoryKey(id), { ...before, issueProcedures: undefined, changedAt: at.toISOString() });
};

/** The same for a repository whose policy is partly in another one, where the change was. */
export const forgetRepository = async (rows: Pick<WritableRows, "remember">, row: StoredSubject, at: Date) =>
  rows.remember(row.key, {
    ...Remembered.parse(row.memory ?? {}),
    issueProcedures: undefined,
    changedAt: at.toISOString(),
  });

/** A policy that can't be read may hold anything. */
const runsOnIssues = (policy: Policy | undefined): boolean =>
  policy !== undefined &&
  (policy.procedures.some(({ procedure }) => procedure.subject === "issue") ||
    policy.findings.some(({ severity }) => severity === "error"));

const mayTouch = ({ touches, paths }: Change, { policyPaths }: Remembered): boolean => {
  if (touches === "any") return true;
  return touches === "policy" && (paths === undefined || paths.some((path) => policyPaths.includes(path)));
};

const rememberedOf = async (rows: Rows, repositoryId: number): Promise<Remembered | undefined> => {
  const row = await rows.get(repositoryKey(repositoryId));
  return row === undefined ? undefined : Remembered.parse(row.memory ?? {});
};
