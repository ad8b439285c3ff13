import { link, plain } from "../markdown/escape.ts";
import { counted, listed } from "../requirements/wording.ts";
import { fit, fixed, type Part } from "./fit.ts";
import type { PullLine } from "./pull-line.ts";
import { clipped, prose } from "./prose.ts";
import { STATUS_MARKER } from "./status.ts";

/** Pull requests as an issue shows them. */
export interface ShownPulls {
  /** `owner/name` of the issue; pull requests of other repositories are named in full. */
  readonly repository: string;
  readonly lines: readonly PullLine[];
  /** Environments whose deployments wait for the issue; undefined where it is no launch. */
  readonly launch?: readonly string[] | undefined;
  /** The issue was closed and deployments wait for it all the same. */
  readonly closed?: boolean | undefined;
}

/** The comment on an issue that no procedure runs on. Undefined: nothing of ours holds any of its pull requests, so nothing is said. */
export const pullsComment = (shown: ShownPulls): string | undefined =>
  isWorthSaying(shown) ? fit([fixed(`${STATUS_MARKER}\n`), ...tableParts(shown)], LIMIT) : undefined;

/** The same as a part of an issue's status comment. A launch says also that it has no pull request yet. */
export const pullsParts = (shown: ShownPulls): readonly Part[] => {
  if (shown.launch === undefined) return isWorthSaying(shown) ? [fixed("\n"), ...tableParts(shown)] : [];
  const closed = shown.closed === true ? [fixed(CLOSED)] : [];
  if (shown.lines.length === 0) return [...closed, fixed(NO_PULLS)];
  return [...closed, fixed("\n"), ...tableParts(shown), fixed(`\n${waiting(shown.launch)} with one of these.\n`)];
};

const CLOSED =
  "\n⚠️ This issue was closed before everything was done and counts all the same: go on here, or reopen it.\n";

const NO_PULLS =
  "\n**No pull request yet.** A launch has those that close its issue, those that its description names, and those of its milestone.\n";

const waiting = (launch: readonly string[]): string =>
  launch.length === 0
    ? "This issue holds back every deployment"
    : `This issue holds back deployments to ${prose(listed([...launch]), 300)}`;

/** Below GitHub's 65,536 characters for a comment. */
const LIMIT = 60_000;

const isWorthSaying = ({ lines }: ShownPulls): boolean =>
  lines.some(({ state }) => state !== "none" && state !== "unjudged");

const tableParts = (shown: ShownPulls): readonly Part[] => {
  const { lines } = shown;
  const columns = COLUMNS.filter(({ text }) => lines.some((line) => text(line, shown) !== ""));
  const head = `| ${columns.map(({ title }) => title).join(" | ")} |\n|${columns.map(() => " :-- |").join("")}\n`;
  return [
    {
      before: `${tally(lines)}\n\n${head}`,
      rows: lines.map((line) => () => `| ${columns.map(({ text }) => text(line, shown)).join(" | ")} |\n`),
      after: "",
      more: (left) => `\n… and ${left} more\n`,
    },
  ];
};

/** "**2 pull requests:** 1 merged, 1 awaited". */
const tally = (lines: readonly PullLine[]): string => {
  const counts = new Map<string, number>();
  for (const line of lines) counts.set(STATES[line.state].word, (counts.get(STATES[line.state].word) ?? 0) + 1);
  const words = [...counts].map(([word, count]) => (lines.length === 1 ? word : `${count} ${word}`));
  return `**${counted(lines.length, "pull request")}:** ${words.join(", ")}`;
};

interface Column {
  readonly title: string;
  readonly text: (line: PullLine, shown: ShownPulls) => string;
}

const COLUMNS: readonly Column[] = [
  { title: "Pull request", text: (line, shown) => nameOf(line, shown) },
  { title: "State", text: (line) => stateOf(line) },
  {
    title: "What is left",
    text: ({ what, next }) => prose([sentence(what), next].filter((text) => text !== "").join(" "), 700),
  },
  { title: "Deployed", text: ({ deployed }) => prose(deployed.join(", "), 300) },
];

const nameOf = ({ repository, number, title, url }: PullLine, shown: ShownPulls): string => {
  const name = repository.toLowerCase() === shown.repository.toLowerCase() ? `#${number}` : `${repository}#${number}`;
  return `${link(name, url)} ${plain(title, 150)}`.trim();
};

const stateOf = ({ state, left, total, shadow }: PullLine): string => {
  const { sign, word, counts } = STATES[state];
  const number = counts ? `, ${left} of ${total} left` : "";
  return `${sign}${word}${number}${shadow && state !== "none" ? " (shadow mode)" : ""}`;
};

const STATES = {
  unjudged: { sign: "", word: "not judged yet", counts: false },
  none: { sign: "➖ ", word: "without a procedure", counts: false },
  broken: { sign: "⚠️ ", word: "configuration error", counts: false },
  ready: { sign: "✅ ", word: "ready", counts: false },
  awaiting: { sign: "🟡 ", word: "awaited", counts: true },
  shut: { sign: "❌ ", word: "to do", counts: true },
  overridden: { sign: "⚠️ ", word: "overridden", counts: false },
  aborted: { sign: "❌ ", word: "aborted", counts: false },
  merged: { sign: "✅ ", word: "merged", counts: false },
  "after-merge": { sign: "🟡 ", word: "merged", counts: true },
  completed: { sign: "✅ ", word: "completed", counts: false },
  "rolled-back": { sign: "↩️ ", word: "rolled back", counts: false },
} as const satisfies Record<PullLine["state"], { sign: string; word: string; counts: boolean }>;

const sentence = (text: string): string => (text === "" ? "" : `${clipped(text, 400)}.`);
