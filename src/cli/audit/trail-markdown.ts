import { cell, code, link, plain } from "../../markdown/escape.ts";
import { counted } from "../../requirements/wording.ts";
import type { AuditTrail, TrailEntry, TrailSubject } from "./audit-trail.ts";
import { seenLines } from "./trail-seen.ts";
import { deedOf, groupOf, GROUPS, time, titleOf } from "./trail-words.ts";

/** A document for an auditor: what it is, what was found, then each pull request and issue, then the proof. */
export const trailMarkdown = (trail: AuditTrail): string =>
  [
    ...headLines(trail),
    ...trail.subjects.flatMap((subject) => subjectLines(subject, trail)),
    ...proofLines(trail),
  ].join("\n") + "\n";

type Lines = readonly string[];

const headLines = ({ repository, only, exportedAt, chain, subjects, entries }: AuditTrail): Lines => [
  `# Audit trail of ${plain(repository.name)}${only === undefined ? "" : `, ${titleOf(only).toLowerCase()}`}`,
  "",
  `- Repository: ${link(repository.name, repository.url)}, id ${repository.id}${formerly(repository.formerNames)}`,
  `- On GitHub: ${link("deployments", `${repository.url}/deployments`)}, ${link("pull requests", `${repository.url}/pulls?q=is%3Apr`)}`,
  `- Exported: ${time(exportedAt)}`,
  `- ${counted(entries.length, "entry", "entries")} on ${counted(subjects.length, "pull request or issue", "pull requests and issues")}`,
  `- The chain ${code(chain.name)} has ${counted(chain.entries, "entry", "entries")} and is ${chain.intact ? "**intact**" : "**broken**"}.`,
  ...chain.findings.map((finding) => `  - ${plain(finding)}`),
  ...overview(subjects, entries),
];

const formerly = (names: readonly string[]): string =>
  names.length === 0 ? "" : `, formerly ${names.map((name) => plain(name)).join(", ")}`;

const overview = (subjects: readonly TrailSubject[], entries: readonly TrailEntry[]): Lines => {
  if (subjects.length === 0) return ["", "Nothing was recorded."];
  const rows = subjects.map((subject) => {
    const own = entriesOf(subject, entries);
    const tally = (...acts: readonly string[]): string => `${own.filter(({ act }) => acts.includes(act)).length}`;
    const people = new Set(own.flatMap(({ by }) => by?.login ?? []));
    return [
      named(subject),
      subject.state ?? "",
      time(subject.firstAt),
      time(subject.lastAt),
      [...people].map((login) => cell(login)).join(", "),
      tally("decide"),
      tally("waive"),
      tally("defer"),
      tally("override"),
      tally("refused"),
    ];
  });
  return ["", "## Overview", "", ...table(OVERVIEW, rows)];
};

const OVERVIEW = [
  "On",
  "State",
  "First act",
  "Last act",
  "People",
  "Decisions",
  "Waived",
  "Deferred",
  "Overrides",
  "Refused",
];

const subjectLines = (subject: TrailSubject, { entries, repository }: AuditTrail): Lines => {
  const own = entriesOf(subject, entries);
  return [
    "",
    `## ${named(subject)}`,
    "",
    `- First act ${time(subject.firstAt)}, last act ${time(subject.lastAt)}`,
    ...listLine(
      "Procedures",
      subject.procedures.map((id) => code(id)),
    ),
    ...listLine("Commits", subject.commits.map(commitLink)),
    ...listLine(
      "On GitHub",
      Object.entries(subject.links).map(([text, url]) => link(text, url)),
    ),
    ...seenLines(subject.seen, { commit: (sha) => `${repository.url}/commit/${sha}` }),
    ...GROUPS.flatMap(({ name, title }) =>
      group(
        title,
        own.filter((entry) => groupOf(entry) === name),
      ),
    ),
  ];
};

const listLine = (title: string, items: readonly string[]): Lines =>
  items.length === 0 ? [] : [`- ${title}: ${items.join(", ")}`];

const group = (title: string, entries: readonly TrailEntry[]): Lines =>
  entries.length === 0 ? [] : ["", `### ${title}`, "", ...table(COLUMNS, entries.map(row))];

const COLUMNS = ["#", "When", "Who", "Role", "What", "Reason", "From → to", "Commit", "Delivery"];

const row = (entry: TrailEntry): Lines => [
  `${entry.sequence}`,
  time(entry.at),
  who(entry),
  cell(entry.role ?? entry.permission ?? ""),
  deedOf(entry),
  cell(entry.reason ?? entry.why ?? "", WHOLE),
  change(entry),
  entry.commit === undefined ? "" : commitLink(entry.commit),
  code(entry.delivery ?? ""),
];

/** GitHub's limit on a comment: a reason is part of one, so nothing is cut off. */
const WHOLE = 65_536;

const who = ({ by }: TrailEntry): string => {
  if (by === undefined) return "";
  return by.type === "Bot" ? `${cell(by.login)} (automation)` : cell(by.login);
};

const change = ({ from, to }: TrailEntry): string =>
  from === undefined && to === undefined ? "" : `${cell(from ?? "?")} → ${cell(to ?? "?")}`;

const proofLines = ({ chain, entries }: AuditTrail): Lines => {
  const [first] = entries;
  const last = entries.at(-1);
  return [
    "",
    "## Proof",
    "",
    "Each entry holds the hash of the one before it in the repository's chain. `gatehouse audit verify` computes them anew.",
    "",
    ...(first === undefined || last === undefined
      ? []
      : [
          `- First entry here: ${first.sequence}, ${code(first.hash)}`,
          `- Last entry here: ${last.sequence}, ${code(last.hash)}`,
        ]),
    `- Last entry of the chain: ${chain.lastSequence}${chain.lastHash === "" ? "" : `, ${code(chain.lastHash)}`}`,
    ...(entries.length === 0
      ? []
      : [
          "",
          ...table(
            ["#", "Hash"],
            entries.map(({ sequence, hash }) => [`${sequence}`, code(hash)]),
          ),
        ]),
  ];
};

const entriesOf = (subject: TrailSubject, entries: readonly TrailEntry[]): readonly TrailEntry[] =>
  entries.filter(({ subject: { kind, number } }) => kind === subject.kind && number === subject.number);

const named = (about: TrailEntry["subject"]): string =>
  about.url === undefined ? titleOf(about) : link(titleOf(about), about.url);

const commitLink = ({ sha, url }: { readonly sha: string; readonly url: string }): string =>
  link(sha.slice(0, 10), url);

const table = (head: Lines, rows: readonly Lines[]): Lines => [
  `| ${head.join(" | ")} |`,
  `| ${head.map(() => "---").join(" | ")} |`,
  ...rows.map((cells) => `| ${cells.join(" | ")} |`),
];
