import type { ChangedFile, FactName } from "../evidence/snapshot.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import { filesOfRest } from "./facts.ts";
import type { Gathered } from "./gathered.ts";
import { wholeOf } from "./pages.ts";
import type { PullAnswer } from "./pull-answer.ts";
import { connectionsOf, type Wish } from "./query.ts";
import { where } from "./writers.ts";

interface Asked {
  readonly client: Client;
  readonly subject: SubjectRef;
  readonly wish: Wish;
  readonly gathered: Gathered;
}

/** Keeps the lists that the wish named, each read to its end. */
export const keepLists = async (asked: Asked, pull: PullAnswer): Promise<void> => {
  const { gathered, wish } = asked;
  const reading = { ...asked, headSha: pull.headRefOid };
  const names = connectionsOf(wish);
  const lists = await Promise.all(names.map(async (name) => [name, await wholeOf(reading, name, pull)] as const));
  gathered.lists = { ...gathered.lists, ...Object.fromEntries(lists) };
  if (asked.subject.kind === "issue") return noteAbsent(gathered, wish.facts);
  if (wish.facts.includes("reviews"))
    gathered.writers = new Set((pull.writers?.nodes ?? []).flatMap(({ author }) => author?.login.toLowerCase() ?? []));
  noteCutOff(gathered, wish.facts, pull);
  if (wish.facts.includes("files") && gathered.lists.files?.some(({ changeType }) => changeType === "RENAMED") === true)
    gathered.renamed = await filesByRest(asked);
};

/** What can't be told of an issue. Nobody reviews one, so its reviews are none, and people sign off by command. */
const NOT_OF_ISSUES: Readonly<Partial<Record<FactName, string>>> = {
  files: "An issue changes no files, so rules about files can't be judged on it.",
  threads: "An issue has no conversations on a diff, so nothing can be told by them.",
  linkedIssues: "An issue closes no other issues, so nothing can be told by them.",
  commits: "An issue has no commits, so nothing can be told by them.",
};

/** An empty list would meet "every conversation is resolved", which nobody has seen to. */
const noteAbsent = (gathered: Gathered, facts: readonly FactName[]): void => {
  if (facts.includes("reviews")) gathered.lists = { ...gathered.lists, reviews: [] };
  for (const fact of facts) {
    const reason = NOT_OF_ISSUES[fact];
    if (reason !== undefined) gathered.unread.set(fact, reason);
  }
};

/** GraphQL does not tell a rename's old name, and leaving a protected path is a change of it. */
const filesByRest = async ({ client, subject }: Asked): Promise<readonly ChangedFile[]> => {
  const files: ChangedFile[] = [];
  for (let page = 1; ; page += 1) {
    const some = filesOfRest(
      await client.get("GET /repos/{owner}/{repo}/pulls/{pull_number}/files", {
        ...where(subject),
        pull_number: subject.number,
        per_page: 100,
        page,
      }),
    );
    files.push(...some);
    if (some.length < 100) return files;
  }
};

/** GitHub lists at most 3,000 files: what lies beyond can't be judged, so nothing about files is. */
const noteCutOff = (gathered: Gathered, facts: readonly FactName[], pull: PullAnswer): void => {
  const read = gathered.lists.files?.length ?? 0;
  if (!facts.includes("files") || read >= pull.changedFiles) return;
  gathered.unread.set(
    "files",
    `GitHub lists ${read} of the ${pull.changedFiles} changed files, so rules about files can't be judged.`,
  );
};
