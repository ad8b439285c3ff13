import { Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import {
  configOption,
  GITHUB_HELP,
  numberOf,
  procedureOption,
  repositoryOption,
  tokenOptions,
} from "./github-options.ts";
import { SIMULATE_FORMATS, type SimulateRequest } from "./simulate-request.ts";

/** `gatehouse simulate`. GitHub's client is loaded when it is needed only, for the sake of the other commands. */
export const simulateCommand = (shell: Shell, reply: (reply: Reply) => void): Command => {
  const command = new Command("simulate")
    .description("Tell what Gatehouse would say of a pull request on GitHub, and why.")
    .addOption(repositoryOption())
    .requiredOption("--pull <number>", "the pull request", numberOf("the number of a pull request"))
    .addOption(procedureOption())
    .addOption(configOption())
    .option("--app <slug>", "App whose checklist comment counts (default: the one that wrote the check `gatehouse`)")
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs, `markdown` for the check's own page")
        .choices(SIMULATE_FORMATS)
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (request: SimulateRequest) => {
      const { simulate } = await import("./simulate.ts");
      reply(await simulate(request, shell));
    });
  for (const option of tokenOptions()) command.addOption(option);
  return command;
};

const HELP = `
Reads the pull request as the server does, in a few calls, and judges it as the server does. What a token can't see, above all
what people did by comment, is told and does not count. With --config, procedures in the same checkout are read from there.
${GITHUB_HELP}

Examples:
  $ gatehouse simulate --repo acme/shop --pull 42
  $ gatehouse simulate --repo acme/shop --pull 42 --procedure .github/procedures/release.md
  $ gatehouse simulate --repo acme/shop --pull 42 --config .github/gatehouse.yml --format json`;
