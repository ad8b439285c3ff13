import { EXITS } from "../../report/exits.ts";
import { code, link, plain } from "../../markdown/escape.ts";
import type { TrailSubject } from "./audit-trail.ts";
import type { GithubLinks } from "./github-links.ts";
import { time } from "./trail-words.ts";

type Seen = NonNullable<TrailSubject["seen"]>;
type Lines = readonly string[];

/** What was last seen of a subject: dates, tickets, how its procedures ended, deployments, and what can be looked at. */
export const seenLines = (seen: Seen | undefined, links: Pick<GithubLinks, "commit">): Lines => {
  if (seen === undefined) return [];
  return [
    "",
    `### As seen at ${time(seen.seenAt)}`,
    "",
    `- Title: ${plain(seen.title)}`,
    ...dates(seen, links),
    ...listLine("Tickets", seen.tickets.map(linked)),
    ...listLine("Runs", seen.runs.map(runWords)),
    ...listLine(
      "Deployments",
      seen.deployments.map((one) => `${linked(one)}, ${one.state}, ${time(one.at)}`),
    ),
    ...proofTable(seen),
  ];
};

const dates = ({ openedAt, mergedAt, mergeSha }: Seen, links: Pick<GithubLinks, "commit">): Lines => [
  ...(openedAt === undefined ? [] : [`- Opened: ${time(openedAt)}`]),
  ...(mergedAt === undefined
    ? []
    : [`- Merged: ${time(mergedAt)}${mergeSha === undefined ? "" : asCommit(mergeSha, links)}`]),
];

const asCommit = (sha: string, links: Pick<GithubLinks, "commit">): string =>
  ` as ${link(sha.slice(0, 10), links.commit(sha))}`;

const runWords = ({ procedure, version, exit, reason, completedAt }: Seen["runs"][number]): string => {
  const since = completedAt === undefined ? "" : ` since ${time(completedAt)}`;
  const why = reason === undefined ? "" : ` (${plain(reason)})`;
  return `${code(procedure)}${version === undefined ? "" : ` ${plain(version)}`} ${EXITS[exit]}${since}${why}`;
};

const proofTable = ({ runs }: Seen): Lines => {
  const rows = runs.flatMap(({ procedure, proofs }) =>
    proofs.map((proof) => `| ${code(procedure)} | ${code(proof.step)} | ${linked(proof)} |`),
  );
  return rows.length === 0 ? [] : ["", "| Procedure | Step | Proof |", "| --- | --- | --- |", ...rows];
};

interface Linked {
  readonly text: string;
  readonly url?: string | undefined;
}

const linked = ({ text, url }: Linked): string => (url === undefined ? plain(text) : link(text, url));

const listLine = (title: string, items: readonly string[]): Lines =>
  items.length === 0 ? [] : [`- ${title}: ${items.join("; ")}`];
