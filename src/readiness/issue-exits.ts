import type { Snapshot } from "../evidence/snapshot.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { issueKey } from "./change.ts";
import { mayRunOnIssues } from "./issue-procedures.ts";
import { memoryOf, type Memory } from "./memory.ts";
import type { SubjectRef } from "./ports.ts";
import { lookAgain } from "./spread.ts";
import type { Policed } from "./turn.ts";

type Exits = NonNullable<Memory["exits"]>;

/**
 * The snapshot with how the procedures on linked issues stand, as their own turns left it, where a requirement asks. An issue that
 * had none yet is given one; when it is through, those that link it look again.
 */
export const withIssueExits = async (turn: Policed): Promise<Snapshot> => {
  const { subject, reading } = turn;
  const { snapshot, needs } = reading;
  if (!needs.facts.includes("issueProcedures")) return snapshot;
  const known = await Promise.all(
    linkedHere(subject, snapshot).map(
      async (number) => [nameOf(subject, number), await exitsOf(turn, number)] as const,
    ),
  );
  const issueProcedures = Object.fromEntries(
    known.flatMap(([name, exits]) => (exits === undefined ? [] : [[name, exits]])),
  );
  return { ...snapshot, issueProcedures };
};

/** The issues whose procedures matter to this subject, by name. */
export const linkedNames = ({ subject, reading: { needs, snapshot } }: Policed): string[] =>
  needs.facts.includes("issueProcedures") ? linkedHere(subject, snapshot).map((number) => nameOf(subject, number)) : [];

/** Only issues of the same repository run its procedures. */
const linkedHere = ({ owner, name }: SubjectRef, { linkedIssues = [] }: Snapshot): readonly number[] =>
  linkedIssues
    .filter(({ repository }) => repository.toLowerCase() === `${owner}/${name}`.toLowerCase())
    .map(({ number }) => number);

const nameOf = ({ owner, name }: SubjectRef, number: number): string => `${owner}/${name}#${number}`;

const exitsOf = async ({ parts, subject, changes }: Policed, number: number): Promise<Exits | undefined> => {
  const { repositoryId, installationId, owner, name } = subject;
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
  const name = nameOf(subject, subject.number).toLowerCase();
  const linking = (await parts.subjects.followedIn(subject.repositoryId)).filter((other) =>
    memoryOf(other.memory)?.linkedIssues?.some((linked) => linked.toLowerCase() === name),
  );
  for (const other of linking) await lookAgain(parts, other, `${changes.at(-1)?.guid ?? "nothing"}/exits/${other.key}`);
};

const isSame = (one: Exits, other: Exits | undefined): boolean =>
  other !== undefined &&
  Object.keys(one).length === Object.keys(other).length &&
  Object.entries(one).every(([id, exit]) => other[id] === exit);
