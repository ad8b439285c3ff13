import type { LinkedIssue, Snapshot } from "../evidence/snapshot.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { issueKey } from "./change.ts";
import { mayRunOnIssues } from "./issue-procedures.ts";
import { memoryOf, type Memory } from "./memory.ts";
import { lookAgain } from "./spread.ts";
import type { Policed } from "./turn.ts";

type Exits = NonNullable<Memory["exits"]>;

/**
 * The snapshot with how the procedures on linked issues stand, as their own turns left it, where a requirement asks. An issue that
 * had none yet is given one; when it is through, those that link it look again.
 */
export const withIssueExits = async (turn: Policed): Promise<Snapshot> => {
  const { snapshot, needs } = turn.reading;
  if (!needs.facts.includes("issueProcedures")) return snapshot;
  const known = await Promise.all(
    (snapshot.linkedIssues ?? []).map(async (issue) => [nameOf(issue), await exitsOf(turn, issue)] as const),
  );
  const issueProcedures = Object.fromEntries(
    known.flatMap(([name, exits]) => (exits === undefined ? [] : [[name, exits]])),
  );
  return { ...snapshot, issueProcedures };
};

/** The issues whose procedures matter to this subject, by name. */
export const linkedNames = ({ reading: { needs, snapshot } }: Policed): string[] =>
  needs.facts.includes("issueProcedures") ? (snapshot.linkedIssues ?? []).map(nameOf) : [];

const nameOf = ({ repository, number }: Pick<LinkedIssue, "repository" | "number">): string =>
  `${repository}#${number}`;

/** Only issues of the same repository run its procedures; on others there is nothing to wait for. */
const exitsOf = async (
  { parts, subject, changes }: Policed,
  { repository, number }: LinkedIssue,
): Promise<Exits | undefined> => {
  const { repositoryId, installationId, owner, name } = subject;
  if (repository.toLowerCase() !== `${owner}/${name}`.toLowerCase()) return {};
  const key = issueKey(repositoryId, number);
  const exits = memoryOf((await parts.subjects.get(key))?.memory)?.exits;
  if (exits !== undefined) return exits;
  if (!(await mayRunOnIssues(parts.subjects, repositoryId))) return {};
  const issue = { key, installationId, repositoryId, owner, name, state: "open", memory: undefined } as const;
  await lookAgain(parts, issue, `${changes.at(-1)?.guid ?? "nothing"}/linked/${key}`);
  return undefined;
};

/** How the procedures on an issue stand, for those that link it. */
export const exitsIn = ({ procedures }: Verdict): Exits =>
  Object.fromEntries(procedures.flatMap(({ id, applies, exit }) => (applies ? [[id, exit]] : [])));

/** Where an issue's procedures stand otherwise than before, the pull requests that link it look again. */
export const tellLinking = async ({ parts, subject, memory, changes }: Policed, exits: Exits): Promise<void> => {
  if (subject.kind !== "issue" || isSame(exits, memory?.exits)) return;
  const { owner, name: repository, number } = subject;
  const name = `${owner}/${repository}#${number}`.toLowerCase();
  const linking = (await parts.subjects.followedIn(subject.repositoryId)).filter((other) =>
    memoryOf(other.memory)?.linkedIssues?.some((linked) => linked.toLowerCase() === name),
  );
  for (const other of linking) await lookAgain(parts, other, `${changes.at(-1)?.guid ?? "nothing"}/exits/${other.key}`);
};

const isSame = (one: Exits, other: Exits | undefined): boolean =>
  other !== undefined &&
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([id, exit]) => other[id] === exit);
