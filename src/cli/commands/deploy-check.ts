import { check } from "../../deploy-check/check.ts";
import { requestOf, type CheckRequest, type Names } from "../../deploy-check/request.ts";
import type { Outcome } from "../../deploy-check/wait.ts";
import { linesOf, sentenceOf } from "../../deploy-check/words.ts";
import type { Reply } from "../answers.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { tokenAt } from "../github/token.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

/** What `gatehouse deploy-check` is asked. */
export interface DeployCheckRequest {
  readonly url?: string | undefined;
  readonly repo?: string | undefined;
  readonly environment: string;
  readonly sha?: string | undefined;
  readonly tokenEnv?: string | undefined;
  readonly tokenFile?: string | undefined;
  readonly wait: string;
  readonly poll: string;
  readonly allowHttp: boolean;
  readonly format: "text" | "json" | "markdown";
}

/** `gatehouse deploy-check`: the server's word on one deployment, waited for. Ends with 0 only when it is approved. */
export const deployCheck = async (asked: DeployCheckRequest, shell: Shell): Promise<Reply> => {
  const request = await meant(asked, shell);
  const progress = asked.format === "text" ? shell.write : shell.complain;
  const outcome = await check(request, {
    news: (answer) => progress(textOf(linesOf(answer))),
    trouble: (message) => shell.complain(`gatehouse: ${message} Trying again.\n`),
  });
  if (!("answer" in outcome)) shell.complain(`gatehouse: ${sentenceOf(outcome, request, request.waitMs)}\n`);
  return { text: FORMATS[asked.format](outcome, request), exit: EXITS[outcome.kind] };
};

const EXITS: Readonly<Record<Outcome["kind"], ExitCode>> = {
  approved: EXIT.yes,
  rejected: EXIT.no,
  awaiting: EXIT.no,
  refused: EXIT.noAnswer,
  unreachable: EXIT.notReached,
  interrupted: EXIT.interrupted,
};

const textOf = (lines: readonly string[]): string => lines.map((line) => `${line}\n`).join("");

type Print = (outcome: Outcome, request: CheckRequest) => string;

/** Nothing goes to standard output where there is no answer. */
const FORMATS: Readonly<Record<DeployCheckRequest["format"], Print>> = {
  text: (outcome, request) => {
    if (!("answer" in outcome)) return "";
    const known = outcome.kind === "awaiting" ? [] : linesOf(outcome.answer);
    return textOf([...known, sentenceOf(outcome, request, request.waitMs)]);
  },
  json: (outcome) => ("json" in outcome ? `${outcome.json.trimEnd()}\n` : ""),
  markdown: (outcome) => ("answer" in outcome ? `${outcome.answer.report.trimEnd()}\n` : ""),
};

const meant = async (asked: DeployCheckRequest, shell: Shell): Promise<CheckRequest> => {
  const { env } = shell;
  const { token, from } = await tokenOf(asked, shell);
  const { wait, poll, allowHttp, environment } = asked;
  const found = requestOf(
    {
      url: asked.url ?? env["GATEHOUSE_URL"],
      repository: asked.repo ?? env["GITHUB_REPOSITORY"],
      environment,
      sha: asked.sha ?? env["GITHUB_SHA"],
      token,
      wait,
      poll,
      allowHttp,
    },
    { ...NAMES, token: from },
  );
  if ("url" in found) return found;
  throw new WrongUse(found.join("\ngatehouse: "));
};

interface GivenToken {
  readonly token: string | undefined;
  /** How messages call where it is from. */
  readonly from: string;
}

/** A variable that is empty is told with whatever else is wrong. */
const tokenOf = async (asked: DeployCheckRequest, shell: Shell): Promise<GivenToken> => {
  if (asked.tokenFile !== undefined) return { token: await tokenAt(asked, shell), from: "`--token-file`" };
  const set = ["GITHUB_TOKEN", "GH_TOKEN"].find((name) => (shell.env[name] ?? "") !== "");
  const variable = asked.tokenEnv ?? set ?? "GITHUB_TOKEN";
  return { token: shell.env[variable], from: `\`${variable}\` (see \`--token-env\` and \`--token-file\`)` };
};

const NAMES: Omit<Names, "token"> = {
  url: "`--url` (or GATEHOUSE_URL)",
  repository: "`--repo` (or GITHUB_REPOSITORY)",
  environment: "`--environment`",
  sha: "`--sha` (or GITHUB_SHA)",
  wait: "`--wait`",
  poll: "`--poll`",
  allowHttp: "`--allow-http`",
};
