import { listed } from "../../requirements/wording.ts";
import { actorNames } from "../../report/people.ts";
import { momentIn } from "../../requirements/moment-in.ts";
import { isDone, type StepState, type StepVerdict, type Verdict } from "../../evaluation/verdict.ts";
import type { Finding } from "../../procedures/finding.ts";
import type { EvaluateAnswer, Format, ParseAnswer, ValidateAnswer } from "../answers.ts";
import { laterHint } from "../../procedures/sounds-later.ts";
import type { PhaseOutline, StepOutline } from "../../procedures/outline.ts";
import { render, styled, type Line, type Span, type Style } from "./lines.ts";
import { ELSEWHERE, openElsewhere, openNow, placedSteps, type PlacedStep } from "./open-steps.ts";
import { standing } from "./standing.ts";
import { evaluatedSummary, lackingSentence, parsedSummary, validatedSummary } from "./summaries.ts";

/** For people: the answer first, then what to do, then the rest. */
export const textFormat = (look: { readonly colour: boolean }): Format => ({
  parsed: (answer) => render(parsedLines(answer), look),
  validated: (answer) => render(validatedLines(answer), look),
  evaluated: (answer) => render(evaluatedLines(answer), look),
});

const parsedLines = (answer: ParseAnswer): readonly Line[] => [
  headline(parsedSummary(answer), answer.id !== null),
  ...findingLines(answer.findings),
  ...answer.phases.flatMap(phaseLines),
  ...laterLines(answer),
];

const laterLines = ({ phases, file }: ParseAnswer): readonly Line[] => {
  const hint = laterHint(phases, { file });
  return hint === undefined ? [] : [[], [hint]];
};

const validatedLines = (answer: ValidateAnswer): readonly Line[] => [
  headline(validatedSummary(answer), answer.valid),
  ...findingLines(answer.findings),
  ...section(
    "In use",
    answer.procedures.map(({ reference, id, title, does }) => [
      `  ${reference}  ${title} `,
      styled("dim", does === undefined ? id : `${id}: ${does}`),
    ]),
  ),
  ...section(
    "Read",
    answer.files.map((file) => [`  ${file}`]),
  ),
];

const evaluatedLines = (answer: EvaluateAnswer): readonly Line[] => {
  const steps = placedSteps(answer);
  const locked = steps.filter(({ step }) => step.state === "locked");
  const done = steps.filter(({ step }) => isDone(step.state));
  const { timeZone } = answer.verdict;
  return [
    headline(evaluatedSummary(answer), answer.ready),
    ...standing(answer.verdict).map((sentence): Line => [sentence]),
    ...(answer.configFile === undefined ? [] : [[judgedBy(answer.configFile, answer.verdict)]]),
    ...findingLines(answer.verdict.findings),
    ...section("Open", openNow(answer).flatMap(openLines(timeZone))),
    ...section(ELSEWHERE, openElsewhere(answer).flatMap(openLines(timeZone))),
    ...(answer.missed.length === 0 ? [] : [[], [lackingSentence(answer.missed)]]),
    ...section("Not yet", locked.map(shortLine)),
    ...section("Done", done.map(shortLine)),
  ];
};

const judgedBy = (configFile: string, { mode }: Verdict): string =>
  `Judged by ${configFile}${mode === "shadow" ? ", where it is on trial (`mode: shadow`) and holds nothing yet" : ""}.`;

const headline = (text: string, good: boolean): Line => [styled(good ? "green" : "red", text)];

const section = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [[], [styled("bold", title)], ...lines];

const findingLines = (findings: readonly Finding[]): readonly Line[] =>
  findings.map(({ file, line, column, severity, message, code }) => [
    `${file}:${line}:${column}: `,
    styled(severity === "error" ? "red" : "yellow", severity),
    `: ${message} `,
    styled("dim", `(${code})`),
  ]);

const phaseLines = (phase: PhaseOutline): readonly Line[] => [
  [],
  [styled("bold", phase.title), styled("dim", `  ${phaseMarks(phase).join(", ")}`)],
  ...phase.steps.flatMap((step) => stepLines(step, "  ")),
  ...gateLines(phase),
];

const phaseMarks = ({ id, blocks, starts, due, when }: PhaseOutline): readonly string[] => [
  id,
  blocks === null ? "blocks nothing" : `blocks ${blocks}`,
  ...(starts === null ? [] : [`opens with the deployment to ${starts.deployed}`]),
  ...(due === null ? [] : [`due ${due} after it opens`]),
  ...(when === null ? [] : [`only when ${when.words}`]),
];

/** By the id that a ledger file names it by. */
const gateLines = ({ id, gate }: PhaseOutline): readonly Line[] =>
  gate === null ? [] : [["  - What closes it", styled("dim", `  ${id}:gate: ${gate.asks}`)]];

const stepLines = (step: StepOutline, indent: string): readonly Line[] => {
  const { id, title, asks, optional, waivable, when, steps } = step;
  const condition = when === null ? [] : [`only when ${when.words}`];
  const marks = [asks, ...(optional ? ["optional"] : []), ...(waivable ? ["waivable"] : []), ...condition].join(", ");
  return [
    [`${indent}- ${title}`, styled("dim", `  ${id}: ${marks}`)],
    ...steps.flatMap((child) => stepLines(child, `${indent}  `)),
  ];
};

const openLines =
  (timeZone: string | undefined) =>
  ({ step, phase, parents }: PlacedStep): readonly Line[] => {
    const who = listed(actorNames(step.actors));
    return [
      [...marked(step.state), ...named({ step, phase, parents })],
      [`      ${step.reason}`],
      ...(step.remedy === "" ? [] : [[`      → ${step.remedy}`]]),
      ...(who === "" ? [] : [[`      who: ${who}`]]),
      ...againLines(step, timeZone),
      ...(step.help === undefined ? [] : [[`      help: ${step.help}`]]),
    ];
  };

/** Left out where the sentences tell the same moment: a step is looked at again also where that alone opens nothing. */
const againLines = ({ wakeAt, reason, remedy }: StepVerdict, timeZone: string | undefined): readonly Line[] => {
  if (wakeAt === undefined) return [];
  const again = momentIn(wakeAt, timeZone);
  return `${reason} ${remedy}`.includes(again) ? [] : [[`      looked at again: ${again}`]];
};

const shortLine = ({ step, phase, parents }: PlacedStep): Line => [
  ...marked(step.state),
  ...named({ step, phase, parents }),
  step.reason === "" ? "" : `: ${step.reason}`,
];

const named = ({ step, phase, parents }: PlacedStep): readonly Span[] => [
  [...parents, step.title].join(" › "),
  styled("dim", ` (${phase.id}/${step.id})`),
];

const marked = (state: StepState): readonly Span[] => ["  ", styled(MARKS[state].style, MARKS[state].sign), " "];

const MARKS = {
  met: { sign: "✓", style: "green" },
  waived: { sign: "✓", style: "green" },
  deferred: { sign: "✓", style: "yellow" },
  "not-applicable": { sign: "–", style: "dim" },
  unmet: { sign: "✗", style: "red" },
  waiting: { sign: "●", style: "yellow" },
  locked: { sign: "·", style: "dim" },
  error: { sign: "!", style: "red" },
} as const satisfies Record<StepState, { readonly sign: string; readonly style: Style }>;
