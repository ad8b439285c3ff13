import type { ProcedureSummary } from "../../procedures/outline.ts";
import { runsOn } from "../../report/procedures/words.ts";
import { counted, listed } from "../../requirements/wording.ts";
import { render, styled, type Line } from "../formats/lines.ts";

/** The list as people read it: first how to go on, then a few lines for each. */
export const listText = (all: readonly ProcedureSummary[], look: { readonly colour: boolean }): string =>
  render(
    [
      [
        `${counted(all.length, "procedure comes", "procedures come")} with Gatehouse. \`gatehouse procedures show ID\` prints one.`,
      ],
      ...all.flatMap((one) => [[], ...entry(one)]),
    ],
    look,
  );

const entry = ({
  id,
  title,
  version,
  about,
  size,
  roles,
  environments,
  ...rest
}: ProcedureSummary): readonly Line[] => [
  [styled("bold", `builtin:${id}`), `  ${title}${version === null ? "" : ` ${version}`}`],
  ...(about === null ? [] : [[`  ${firstSentence(about)}`]]),
  [`  runs on ${runsOn(rest)}`],
  [`  ${counted(size.phases, "phase")}, ${counted(size.steps, "step")}`],
  ...named("roles", roles),
  ...named("environments", environments),
];

const firstSentence = (about: string): string =>
  /^.*?[.!?](?=\s|$)/u.exec(about.replaceAll(/\s+/gu, " "))?.[0] ?? about;

const named = (what: string, names: readonly string[]): readonly Line[] =>
  names.length === 0 ? [] : [[`  ${what}: ${listed(names)}`]];
