import { Command, InvalidArgumentError, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import type { BacktestRequest } from "./backtest-request.ts";
import { configOption, GITHUB_HELP, procedureOption, repositoryOption, tokenOptions } from "./github-options.ts";

/** `gatehouse backtest`. GitHub's client is loaded when it is needed only, for the sake of the other commands. */
export const backtestCommand = (shell: Shell, reply: (reply: Reply) => void): Command => {
  const command = new Command("backtest")
    .description("Tell how many of the last merged pull requests a procedure would have held, and by which step.")
    .addOption(repositoryOption())
    .option("--last <number>", "how many pull requests, at most 1000", upTo(1000), 50)
    .option("--base <branch>", "the branch that they were merged into (default: the default branch)")
    .addOption(procedureOption())
    .addOption(configOption())
    .option("--concurrency <number>", "how many are read at the same time, at most 10", upTo(10), 4)
    .option("--no-wait", "end at GitHub's limit instead of waiting until it is over")
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (request: BacktestRequest) => {
      const { backtest } = await import("./backtest.ts");
      reply(await backtest(request, shell));
    });
  for (const option of tokenOptions()) command.addOption(option);
  return command;
};

const upTo =
  (most: number) =>
  (text: string): number => {
    const number = /^[1-9]\d{0,5}$/u.test(text) ? Number(text) : 0;
    if (number >= 1 && number <= most) return number;
    throw new InvalidArgumentError(`Expected a whole number from 1 to ${most}.`);
  };

const HELP = `
Judges each as it was at its merge: head commit, reviews and checks of before. What nobody can know any more, such as what people
would have ticked, holds nothing back; it is told apart. About one call each; how many is said before and after.
${GITHUB_HELP}

Examples:
  $ gatehouse backtest --repo acme/shop
  $ gatehouse backtest --repo acme/shop --last 200 --procedure .github/procedures/release.md
  $ gatehouse backtest --repo acme/shop --procedure builtin:release-readiness --config .github/gatehouse.yml --format json`;
