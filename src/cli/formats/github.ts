import type { Finding } from "../../procedures/finding.ts";
import type { EvaluateAnswer, Format } from "../answers.ts";
import { cleaned } from "./lines.ts";
import { openSteps, type PlacedStep } from "./open-steps.ts";
import { standing } from "./standing.ts";
import { evaluatedSummary, lackingSentence, parsedSummary, validatedSummary } from "./summaries.ts";

/** For a GitHub Actions log: workflow commands that GitHub shows as annotations, then a line for people. */
export const githubFormat: Format = {
  parsed: (answer) => log(answer.findings.map(annotation), parsedSummary(answer)),
  validated: (answer) => log(answer.findings.map(annotation), validatedSummary(answer)),
  evaluated: (answer) =>
    log(
      [
        ...answer.verdict.findings.map(annotation),
        ...openSteps(answer).map((placed) => stepCommand(placed, answer)),
        ...lackingCommand(answer),
      ],
      [evaluatedSummary(answer), ...standing(answer.verdict)].join(" "),
    ),
};

interface Command {
  readonly level: "error" | "warning";
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

/**
 * One workflow command. What is escaped is what GitHub's own toolkit escapes:
 * https://github.com/actions/toolkit/blob/main/packages/core/src/command.ts
 */
const command = ({ level, file, line, column, message }: Command): string =>
  `::${level} file=${property(file)},line=${line},col=${column}::${data(message)}`;

const data = (text: string): string => text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");

const property = (text: string): string => data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");

const annotation = ({ severity, file, line, column, message, code }: Finding): string =>
  command({ level: severity, file, line, column, message: `${message} (${code})` });

/** What waits for a person or the clock, or holds back no merge, is a warning; what somebody must change, an error. */
const stepCommand = ({ step, phase }: PlacedStep, { verdict, procedureFile, lines }: EvaluateAnswer): string => {
  const { id, title, state, reason, remedy } = step;
  const isSpare = verdict.stage === "merge" && !phase.holdsMerge && state !== "error";
  return command({
    level: state === "waiting" || isSpare ? "warning" : "error",
    file: procedureFile,
    line: lines.get(id) ?? 1,
    column: 1,
    message: [`${title}: ${reason}`, remedy].filter((part) => part !== "").join("\n"),
  });
};

const lackingCommand = (answer: EvaluateAnswer): readonly string[] =>
  answer.missed.length === 0
    ? []
    : [
        command({
          level: "error",
          file: answer.snapshotFile,
          line: 1,
          column: 1,
          message: lackingSentence(answer.missed),
        }),
      ];

/** The runner also obeys `##[command]` anywhere in a line, so a text of somebody else's may not hold one. */
const log = (commands: readonly string[], summary: string): string =>
  [...commands, `Gatehouse: ${cleaned(summary).replaceAll("##[", "## [")}`].map((line) => `${line}\n`).join("");
