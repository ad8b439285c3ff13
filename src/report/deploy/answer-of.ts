import type { Decision, Release } from "../../evaluation/deploy/decision.ts";
import { visible } from "../../markdown/escape.ts";
import { listed, quote } from "../../requirements/wording.ts";
import type { DeployAnswer } from "./answer.ts";
import { titleOf } from "./headline.ts";
import { reportOf } from "./run.ts";
import { leftOf, peopleIn, weekdayMoment, worded } from "./words.ts";

/** The decision on a release as the HTTP API answers it. */
export const deployAnswer = (release: Release, decision: Decision, repository: string): DeployAnswer => {
  const { environment, sha, course, previous, members, directCommits } = release;
  const { state, holders, despite, opensAt, decidedAt } = decision;
  return {
    repository,
    environment,
    sha,
    decision: state,
    title: titleOf({ release, decision }),
    reasons: holders.map((holder) => {
      const { about, text } = worded(holder, decidedAt);
      return about === undefined ? text : `#${about.number} ${visible(about.title, 150)}: ${text}`;
    }),
    ...(despite === undefined ? {} : { despite: despiteWords(despite) }),
    ...(opensAt === undefined ? {} : { opensAt: opensAt.toISOString() }),
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
  const { decision, repository, environment, sha, title, despite, opensAt, members, direct } = answer;
  const lines = [
    `${decision.toUpperCase()}  ${repository} ${sha.slice(0, 7)} to ${environment}`,
    title,
    ...(despite === undefined ? [] : [despite]),
    ...(opensAt === undefined ? [] : [`Opens by itself: ${weekdayMoment(opensAt)}`]),
    ...section("What holds it", decision === "approved" && despite === undefined ? [] : answer.reasons),
    ...section("Brings", [
      ...members.map(memberLine),
      ...direct.map((commit) => `${commit.slice(0, 7)}  no pull request`),
    ]),
  ];
  return `${lines.map((line) => visibleLine(line)).join("\n")}\n`;
};

const section = (title: string, rows: readonly string[]): readonly string[] =>
  rows.length === 0 ? [] : ["", title, ...rows.map((row) => `  ${row}`)];

const memberLine = (member: DeployAnswer["members"][number]): string => {
  const { number, title, state, steps } = member;
  const next = peopleIn(steps);
  const left = state === "open" || state === "not-asked" ? "" : `  ${leftOf(member)}`;
  return `#${number}  ${state}  ${visible(title, 80)}${left}${next.length === 0 ? "" : `  (${listed(next)})`}`;
};

/** Keeps the spaces that lay out the line. */
const visibleLine = (line: string): string => {
  const [, indent = "", rest = ""] = /^( *)(.*)$/su.exec(line) ?? [];
  return `${indent}${rest
    .split("  ")
    .map((part) => visible(part, 2000))
    .join("  ")}`;
};
