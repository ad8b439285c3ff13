import type { EvaluateAnswer, Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { render, styled, type Line } from "../formats/lines.ts";
import { textFormat } from "../formats/text.ts";
import { explained } from "../github/explained.ts";
import type { Shell } from "../shell.ts";
import { simulated, type Simulation } from "../simulate/simulated.ts";
import { counted } from "../../requirements/wording.ts";
import { isReady } from "./is-ready.ts";
import { repositoryAsked } from "./repository-asked.ts";
import type { SimulateRequest } from "./simulate-request.ts";

/** `gatehouse simulate`: what Gatehouse would say of a pull request on GitHub. Reads only. */
export const simulate = async (request: SimulateRequest, shell: Shell): Promise<Reply> => {
  const { pull: number, app } = request;
  const { owner, name, local, client } = await repositoryAsked(request, shell);
  const simulation = await explained(request.repo, () =>
    simulated({ client, local, pull: { owner, name, number }, app, now: shell.now }),
  );
  const ready = isReady(simulation.verdict);
  const said: Said = { ...simulation, ready, calls: client.made().calls };
  return { text: FORMATS[request.format](said, shell), exit: ready ? EXIT.yes : EXIT.no };
};

interface Said extends Simulation {
  readonly ready: boolean;
  /** Requests that were made to GitHub. */
  readonly calls: number;
}

type Print = (said: Said, look: Pick<Shell, "colour">) => string;

const FORMATS: Readonly<Record<SimulateRequest["format"], Print>> = {
  text: (said, look) =>
    `${render(head(said), look)}${textFormat(look).evaluated(answerOf(said))}${render(tail(said), look)}`,
  json: (said) => `${JSON.stringify(documentOf(said), null, 2)}\n`,
  markdown: ({ check, verdict }) => `${check?.summary.trimEnd() ?? mergedSentence(verdict.stage)}\n`,
};

const mergedSentence = (stage: string): string =>
  `There is no check any more: the pull request is at the stage \`${stage}\`. \`--format text\` says what is left.`;

const head = ({ pull, check, verdict }: Said): readonly Line[] => [
  [styled("bold", `${pull.subject.owner}/${pull.subject.name}#${pull.subject.number}`), ` ${pull.title}`],
  [styled("dim", `at ${pull.headSha.slice(0, 7)}, judged by what ${pull.baseRef} asks for`)],
  ...(pull.state === "closed" ? [["It is closed: Gatehouse says nothing more of it until it is opened again."]] : []),
  ...(check === undefined ? [] : [[`The check would say: ${check.conclusion}: ${check.title}`]]),
  ...(pull.posted === undefined ? [] : [[`It says now (${pull.posted.app}): ${postedWords(pull.posted)}`]]),
  ...(verdict.mode === "shadow" ? [["The config is in shadow mode: nothing would be held back."]] : []),
  [],
];

const postedWords = ({ conclusion, title }: NonNullable<Simulation["pull"]["posted"]>): string =>
  `${conclusion ?? "nothing yet"}${title === null ? "" : `: ${title}`}`;

const tail = ({ unknown, calls }: Said): readonly Line[] => [
  [],
  [styled("bold", "Not known here")],
  ...unknown.map(({ says }): Line => [`  ${says}`]),
  [],
  [styled("dim", `${counted(calls, "call")} to GitHub, nothing written.`)],
];

const answerOf = ({ ready, verdict, pull }: Said): EvaluateAnswer => ({
  ready,
  verdict,
  lacking: [],
  missed: [],
  procedureFile: verdict.procedures[0]?.source.reference ?? "the config",
  snapshotFile: pull.url,
  lines: new Map(),
});

const documentOf = ({ ready, pull, check, verdict, unknown, calls }: Said) => {
  const { subject, headSha, baseRef, title, state, url, posted } = pull;
  return {
    ready,
    repository: `${subject.owner}/${subject.name}`,
    pull: { number: subject.number, title, state, url, headSha, base: baseRef },
    check: check === undefined ? null : { conclusion: check.conclusion, title: check.title, summary: check.summary },
    posted: posted ?? null,
    unknown,
    calls,
    ...verdict,
  };
};
