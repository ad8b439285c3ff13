import type { Decision, Release } from "../../evaluation/deploy/decision.ts";
import { visible } from "../../markdown/escape.ts";
import { listed, quote } from "../../requirements/wording.ts";
import type { DeployAnswer } from "./answer.ts";
import { titleOf } from "./headline.ts";
import { reportOf } from "./run.ts";
import { worded } from "./words.ts";

/** The decision on a release as the HTTP API answers it. */
export const deployAnswer = (release: Release, decision: Decision, repository: string): DeployAnswer => {
  const { environment, sha, course, previous, members, directCommits, timeZone } = release;
  const { state, holders, despite, opensAt, decidedAt } = decision;
  return {
    repository,
    environment,
    sha,
    decision: state,
    title: titleOf({ release, decision }),
    reasons: holders.map((holder) => {
      const { about, text } = worded(holder, { decidedAt, timeZone });
      return about === undefined ? text : `#${about.number} ${visible(about.title, 150)}: ${text}`;
    }),
    ...(despite === undefined ? {} : { despite: despiteWords(despite) }),
    ...(opensAt === undefined ? {} : { opensAt: opensAt.toISOString() }),
    ...(timeZone === undefined ? {} : { timeZone }),
    course,
    ...(previous === undefined ? {} : { previous: { sha: previous.sha, at: previous.at } }),
    members: [...members],
    direct: directCommits.map(({ sha: commit }) => commit),
    report: reportOf(release, decision),
    decidedAt: decidedAt.toISOString(),
  };
};

const despiteWords = (despite: NonNullable<Decision["despite"]>): string =>
  despite.by === "shadow"
    ? "The config is in shadow mode: nothing is held back."
    : `${listed(despite.who)} opened it: ${quote(despite.reason)}.`;

/** The answer for a terminal, the decision first; signs that a terminal would obey are left out. */
export const deployText = (answer: DeployAnswer): string => {
  const { decision, repository, environment, sha, title, despite, reasons, members } = answer;
  const lines = [
    `${decision.toUpperCase()}  ${repository} ${sha.slice(0, 7)} to ${environment}`,
    title,
    ...(despite === undefined ? [] : [despite]),
    ...section(decision === "approved" ? "What would hold it" : "What holds it", reasons),
    ...section("Ready", members.filter(isReady).map(memberLine)),
  ];
  return `${lines.map((line) => visibleLine(line)).join("\n")}\n`;
};

const section = (title: string, rows: readonly string[]): readonly string[] =>
  rows.length === 0 ? [] : ["", title, ...rows.map((row) => `  ${row}`)];

const isReady = ({ state, overridden }: DeployAnswer["members"][number]): boolean =>
  overridden === undefined && (state === "open" || state === "not-asked");

const memberLine = ({ number, title, reason }: DeployAnswer["members"][number]): string =>
  `#${number}  ${visible(title, 80)}${reason === undefined ? "" : `  (${reason})`}`;

/** Keeps the spaces that lay out the line. */
const visibleLine = (line: string): string => {
  const [, indent = "", rest = ""] = /^( *)(.*)$/su.exec(line) ?? [];
  return `${indent}${rest
    .split("  ")
    .map((part) => visible(part, 2000))
    .join("  ")}`;
};
