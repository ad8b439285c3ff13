import { counted } from "../../requirements/wording.ts";
import { render, styled, type Line } from "../formats/lines.ts";
import type { BacktestDocument } from "../json/backtest.ts";

/** For people: how many, by which step, and what can't be known. */
export const backtestText = (document: BacktestDocument, look: { readonly colour: boolean }): string =>
  render(
    [
      ...headlines(document),
      ...table(
        "Held by",
        document.steps.filter(({ held }) => held.length > 0).map((step) => heldRow(step, document)),
      ),
      ...table(
        "Asked people, which counts as nothing here",
        document.steps.filter(({ asked }) => asked > 0).map(askedRow),
      ),
      ...table("Could not be told", document.steps.filter(({ undetermined }) => undetermined > 0).map(unknownRow)),
      ...table(
        "Not read",
        document.pulls.flatMap(({ number, why }) => (why === undefined ? [] : [[`  #${number}: ${why}`]])),
      ),
      ...table(
        "What this can't know",
        document.limits.map((limit) => [`  ${limit}`]),
      ),
      [],
      [
        styled(
          "dim",
          `${counted(document.calls.made, "call")} to GitHub (${document.calls.planned} expected), nothing written.`,
        ),
      ],
    ],
    look,
  );

const headlines = ({ repository, base, judgedBy, counts, complete, retryAt }: BacktestDocument): readonly Line[] => [
  [styled("bold", `${counts.held} of ${counts.total} would have been held.`)],
  ...rest(counts),
  [styled("dim", `The last ones merged into ${base} of ${repository}, judged by ${judgedBy}.`)],
  ...(complete || retryAt === null
    ? []
    : [[styled("yellow", `Not all were read: GitHub asks to wait until ${retryAt}.`)]]),
];

const rest = ({
  passed,
  undecided,
  undetermined,
  notApplicable,
  unread,
}: BacktestDocument["counts"]): readonly Line[] => {
  const parts = [
    [passed, "would have passed"],
    [undecided, "waited for nothing but ticks or words of people"],
    [undetermined, "can't be told"],
    [notApplicable, "it does not apply to"],
    [unread, "could not be read"],
  ] as const;
  const said = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  return said.length === 0 ? [] : [[`Of the others, ${said.join("; ")}.`]];
};

const table = (title: string, lines: readonly Line[]): readonly Line[] =>
  lines.length === 0 ? [] : [[], [styled("bold", title)], ...lines];

type Step = BacktestDocument["steps"][number];

/** So many numbers of pull requests are listed with a step. */
const MOST = 10;

const heldRow = ({ title, procedure, step, held }: Step, { counts: { total } }: BacktestDocument): Line => {
  const share = total === 0 ? 0 : Math.round((100 * held.length) / total);
  const listed = held.slice(0, MOST).map((number) => `#${number}`);
  const more = held.length > MOST ? ` and ${held.length - MOST} more` : "";
  return [
    `  ${String(held.length).padStart(4)}  ${`${share}%`.padStart(4)}  ${title} `,
    styled("dim", `(${procedure}/${step}) ${listed.join(" ")}${more}`),
  ];
};

const askedRow = ({ title, procedure, step, asked }: Step): Line => [
  `  ${String(asked).padStart(4)}        ${title} `,
  styled("dim", `(${procedure}/${step})`),
];

const unknownRow = ({ title, procedure, step, undetermined }: Step): Line => [
  `  ${String(undetermined).padStart(4)}        ${title} `,
  styled("dim", `(${procedure}/${step})`),
];
