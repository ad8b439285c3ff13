import type { Verdict } from "../evaluation/verdict.ts";
import { numbersNamed } from "../markdown/references.ts";
import type { PullLine } from "../report/pull-line.ts";
import { pullKey } from "./change.ts";
import { memoryOf, type Collected, type Memory } from "./memory.ts";
import { closingHere, linesOn, shownOf } from "./pull-lines.ts";
import { lookAgain } from "./spread.ts";
import type { Policed } from "./turn.ts";

/** The pull requests of an issue as its turn shows and remembers them. */
export interface IssuePulls {
  readonly lines: readonly PullLine[];
  /** Of a launch issue: environments whose deployments wait for it; none means all of them. */
  readonly launch?: readonly string[] | undefined;
  readonly closed: boolean;
  readonly memory: Pick<Memory, "collected" | "collects">;
}

/** Gathers the pull requests of an issue; a launch issue collects more than those that close it. */
export const pullsOfIssue = async (turn: Policed, verdict: Verdict): Promise<IssuePulls> => {
  const { parts, subject, reading } = turn;
  const gates = verdict.gates.filter(({ gate }) => gate === "deploy");
  const memory: IssuePulls["memory"] = gates.length === 0 ? {} : await collected(turn);
  return {
    lines: await linesOn(parts.subjects, subject, memory.collected),
    launch: gates.length === 0 ? undefined : gates.flatMap(({ environment }) => environment ?? []),
    closed: reading.snapshot.state === "closed" && gates.some(({ state }) => state !== "open"),
    memory,
  };
};

/** What is kept so that the pull requests can tell when something that is shown is not so any more. */
export const shownMemory = ({ lines, memory }: IssuePulls, { hasStatus }: { readonly hasStatus: boolean }) => ({
  ...memory,
  ...(hasStatus ? { shown: shownOf(lines) } : {}),
});

/** Those that close it, those of its milestone, and those that its description names. */
const collected = async (turn: Policed): Promise<Required<Pick<Memory, "collected" | "collects">>> => {
  const { parts, subject, reading } = turn;
  const { body, milestone } = reading.snapshot;
  const listed = [...(await closingHere(parts.subjects, subject)), ...(reading.pulls ?? [])];
  const named = numbersNamed(body, { owner: subject.owner, name: subject.name, web: webOf(reading.url) });
  const all = [...listed, ...(await namedPulls(turn, named, new Set(listed.map(({ number }) => number))))];
  const once = [...new Map(all.map((pull) => [pull.number, pull])).values()];
  return {
    collected: once.map(({ number, title, url, state }) => ({ number, title, url, state })).toSorted(byNumber),
    collects: { milestone, named: [...named] },
  };
};

const webOf = (url: string): string => (URL.canParse(url) ? new URL(url).origin : "https://github.com");

const byNumber = (one: Collected, other: Collected): number => one.number - other.number;

/** A number may be that of an issue, which GitHub is asked once: later it is known by what is remembered. */
const namedPulls = async (
  { parts, subject, memory }: Policed,
  named: readonly number[],
  listed: ReadonlySet<number>,
): Promise<readonly Collected[]> => {
  const open = named.filter((number) => number !== subject.number && !listed.has(number));
  const keys = open.map((number) => pullKey(subject.repositoryId, number));
  const known = (await parts.subjects.among(keys)).flatMap(({ memory: stored, state }): readonly Collected[] => {
    const line = memoryOf(stored)?.line;
    return line === undefined ? [] : [{ ...line, state: state === "open" ? "open" : "merged" }];
  });
  const remembered = (memory?.collected ?? []).filter(({ number }) => open.includes(number));
  const asked = new Set(memory?.collects?.named ?? []);
  const told = new Set([...known, ...remembered].map(({ number }) => number));
  const unknown = open.filter((number) => !asked.has(number) && !told.has(number));
  const found = unknown.length === 0 ? [] : await parts.pullNames.among(subject, unknown);
  return [...remembered, ...found, ...known];
};

/** Pull requests that a launch issue newly collected, or lets go, say so in their status: they look again. */
export const tellCollected = async ({ parts, subject, memory, changes }: Policed, now: IssuePulls): Promise<void> => {
  if (subject.kind !== "issue") return;
  const before = new Set((memory?.collected ?? []).map(({ number }) => number));
  const after = new Set((now.memory.collected ?? []).map(({ number }) => number));
  const open = new Set((now.memory.collected ?? []).flatMap(({ number, state }) => (state === "open" ? [number] : [])));
  const turned = [...before, ...after].filter((number) => before.has(number) !== after.has(number));
  const { installationId, repositoryId, owner, name } = subject;
  const known = new Map(
    (await parts.subjects.among(turned.map((number) => pullKey(repositoryId, number)))).map((pull) => [pull.key, pull]),
  );
  const cause = changes.at(-1)?.guid ?? "nothing";
  for (const number of turned) {
    const key = pullKey(repositoryId, number);
    const fresh = open.has(number)
      ? { key, installationId, repositoryId, owner, name, state: "open" as const, memory: undefined }
      : undefined;
    const pull = known.get(key) ?? fresh;
    if (pull !== undefined) await lookAgain(parts, pull, `${cause}/launch/${key}`);
  }
};
