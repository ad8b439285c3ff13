import type { Reply } from "../answers.ts";
import { backtested, PolicyBroken } from "../backtest/backtested.ts";
import { documentOf } from "../backtest/document.ts";
import { mergedPulls, type MergedPulls } from "../backtest/merged-pulls.ts";
import { backtestText } from "../backtest/text.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { cleaned } from "../formats/lines.ts";
import { explained } from "../github/explained.ts";
import type { BacktestDocument } from "../json/backtest.ts";
import { progressOf } from "../progress.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";
import { repositoryAsked, type RepositoryAsked } from "./repository-asked.ts";
import type { BacktestRequest } from "./backtest-request.ts";

/** `gatehouse backtest`: which of the last merged pull requests a procedure would have held. Reads only. */
export const backtest = async (request: BacktestRequest, shell: Shell): Promise<Reply> => {
  const { owner, name, local, client } = await repositoryAsked(request, shell);
  const { last, base } = request;
  return explained(request.repo, async () => {
    const merged = await mergedPulls(client, { owner, name, last, base });
    if (merged.pulls.length === 0)
      throw new WrongUse(`No pull request was merged into \`${merged.base}\` of ${merged.repository}.`);
    try {
      const document = await tested({ request, client, merged, local }, shell);
      return { text: FORMATS[request.format](document, shell), exit: exitOf(document) };
    } catch (error) {
      if (!(error instanceof PolicyBroken)) throw error;
      return refused(error, shell);
    }
  });
};

const FORMATS: Readonly<Record<BacktestRequest["format"], (document: BacktestDocument, shell: Shell) => string>> = {
  text: backtestText,
  json: (document) => `${JSON.stringify(document, null, 2)}\n`,
};

interface Testing extends Pick<RepositoryAsked, "client" | "local"> {
  readonly request: BacktestRequest;
  readonly merged: MergedPulls;
}

const tested = async ({ request, client, merged, local }: Testing, shell: Shell): Promise<BacktestDocument> => {
  const planned = client.made().calls + callsFor(merged);
  announce({ planned, merged, client }, shell);
  const progress = progressOf(merged.pulls.length, shell);
  try {
    let count = 0;
    const result = await backtested({
      client,
      local,
      merged,
      atOnce: request.concurrency,
      waits: request.wait,
      tell: {
        done: (done) => {
          count = done;
          progress.show(done);
        },
        waiting: (until) => wait(until, { show: (aside) => progress.show(count, aside) }, shell),
      },
    });
    const judgedBy = request.procedure ?? request.config ?? "the repository's own config";
    return documentOf({ ...result, merged, judgedBy, calls: { planned, made: client.made().calls } });
  } finally {
    progress.end();
  }
};

/** One call each, and a few more for the first one, by which it is learnt what to ask for. */
const callsFor = ({ pulls }: MergedPulls): number => pulls.length + LEARNING;
const LEARNING = 3;

interface Planned extends Pick<RepositoryAsked, "client"> {
  readonly planned: number;
  readonly merged: MergedPulls;
}

const announce = ({ planned, merged, client }: Planned, { complain }: Shell): void => {
  const { budget } = client.made();
  const left =
    budget === undefined ? "" : `; ${budget.remaining} are left until ${budget.resetAt.toISOString().slice(0, 16)}Z`;
  const { length } = merged.pulls;
  complain(
    `gatehouse: About ${planned} calls to GitHub for ${length} pull request${length === 1 ? "" : "s"}${left}.\n`,
  );
};

const wait = (
  until: Date,
  { show }: { readonly show: (aside: string) => void },
  { complain, showsProgress }: Shell,
): void => {
  const says = `GitHub asks to wait until ${until.toISOString()}`;
  if (showsProgress === true) show(says);
  else complain(`gatehouse: ${says}.\n`);
};

const exitOf = ({ complete }: BacktestDocument): ExitCode => (complete ? EXIT.yes : EXIT.notReached);

const refused = ({ findings }: PolicyBroken, shell: Shell): Reply => {
  const lines = findings.map(({ file, line, column, message }) => `${file}:${line}:${column}: ${message}`);
  const head = "gatehouse: There is nothing to judge by: the policy is not valid, or names no procedure.";
  shell.complain([head, ...lines].map((line) => `${cleaned(line)}\n`).join(""));
  return { text: "", exit: EXIT.no };
};
