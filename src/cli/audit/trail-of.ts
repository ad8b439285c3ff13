import { LedgerEntry } from "../../evidence/ledger.ts";
import { memoryOf } from "../../readiness/memory.ts";
import type { RunRecord } from "../../evidence/run-record.ts";
import type { AuditRow, CheckedChain } from "../../store/audit.ts";
import type { AuditedRepository, AuditedSubject } from "../../store/audited.ts";
import type { AuditTrail, TrailEntry, TrailSubject } from "./audit-trail.ts";
import type { GithubLinks } from "./github-links.ts";

/** Everything a trail is made of. */
export interface TrailParts {
  readonly repository: AuditedRepository;
  readonly subjects: ReadonlyMap<string, AuditedSubject>;
  readonly rows: readonly AuditRow[];
  readonly checked: CheckedChain;
  readonly links: GithubLinks;
  /** The one subject that the export is limited to. */
  readonly only?: string | undefined;
  readonly exportedAt: Date;
}

/** The trail that is exported, in whatever format. */
export const trailOf = (parts: TrailParts): AuditTrail => {
  const { repository, rows, checked, links, only, exportedAt } = parts;
  const { id, name, formerNames } = repository;
  return {
    version: 1,
    repository: { id, name, formerNames: [...formerNames], url: links.repository },
    ...(only === undefined ? {} : { only: aboutOf(only, links) }),
    exportedAt: exportedAt.toISOString(),
    chain: {
      name: checked.chain,
      entries: checked.entries,
      lastSequence: checked.last?.sequence ?? 0,
      lastHash: checked.last?.hash ?? "",
      intact: checked.findings.length === 0,
      findings: checked.findings.map(({ message }) => message),
    },
    subjects: [...new Set(rows.map(({ subjectKey }) => subjectKey))].map((key) => subjectOf(key, parts)),
    entries: rows.map((row) => entryOf(row, links)),
  };
};

type About = TrailEntry["subject"];

const KINDS = { pull: "pull_request", issue: "issue" } as const;

/** Keys of subjects look like `repo:1/pull:2`. */
const aboutOf = (key: string, links: GithubLinks): About => {
  const [, kind, digits] = /\/(pull|issue):(\d+)$/u.exec(key) ?? [];
  if (kind !== "pull" && kind !== "issue") return { kind: "other" };
  const number = Number(digits);
  return { kind: KINDS[kind], number, url: links[kind](number) };
};

const entryOf = (row: AuditRow, links: GithubLinks): TrailEntry => {
  const { sequence, subjectKey, previousHash, hash, hashed } = row;
  const common = {
    sequence,
    subject: aboutOf(subjectKey, links),
    at: toMilliseconds(row.at),
    ...(row.recordedAt === undefined ? {} : { recordedAt: toMilliseconds(row.recordedAt) }),
    ...(row.delivery === undefined ? {} : { delivery: row.delivery }),
  };
  const proof = { previousHash, hash, hashed };
  const read = LedgerEntry.safeParse(row.entry);
  if (!read.success) return { ...common, act: "unreadable", ...proof };
  const { key: _key, at: _at, commit, ...said } = read.data;
  return { ...common, ...said, ...(commit === undefined ? {} : { commit: commitOf(commit, links) }), ...proof };
};

const toMilliseconds = (instant: string): string => new Date(instant).toISOString();

const commitOf = (sha: string, links: GithubLinks): { readonly sha: string; readonly url: string } => ({
  sha,
  url: links.commit(sha),
});

const subjectOf = (key: string, { rows, subjects, links }: TrailParts): TrailSubject => {
  const own = rows.filter(({ subjectKey }) => subjectKey === key).map((row) => entryOf(row, links));
  const known = subjects.get(key);
  const about = aboutOf(key, links);
  const remembered = memoryOf(known?.memory);
  const seen = remembered?.record;
  const times = own.map(({ at }) => at).toSorted();
  const head = [known?.headSha, seen?.mergeSha].flatMap((sha) => sha ?? []);
  const shas = new Set([...own.flatMap(({ commit }) => commit?.sha ?? []), ...head]);
  return {
    ...about,
    ...(known === undefined ? {} : { state: known.state }),
    firstAt: times[0] ?? "",
    lastAt: times.at(-1) ?? "",
    procedures: [...new Set([...own.map(({ procedure }) => procedure), ...procedureIds(seen)])].flatMap(
      (id) => id ?? [],
    ),
    commits: [...shas].map((sha) => commitOf(sha, links)),
    links: elsewhere(about, remembered?.headRef),
    ...(seen === undefined ? {} : { seen }),
  };
};

const procedureIds = (seen: RunRecord | undefined): readonly string[] =>
  seen?.runs.map(({ procedure }) => procedure) ?? [];

/** Commits, files and test reports are GitHub's to show; so are pull requests of parts that went into this one's branch. */
const elsewhere = ({ kind, url }: About, headRef: string | undefined): Record<string, string> => {
  if (kind !== "pull_request" || url === undefined) return {};
  const parts = headRef === undefined ? {} : { parts: partsOf(url, headRef) };
  return { commits: `${url}/commits`, checks: `${url}/checks`, files: `${url}/files`, ...parts };
};

/** https://docs.github.com/search-github/searching-on-github/searching-issues-and-pull-requests */
const partsOf = (url: string, headRef: string): string =>
  `${url.replace(/\/pull\/\d+$/u, "/pulls")}?q=${encodeURIComponent(`is:pr base:"${headRef}"`)}`;
