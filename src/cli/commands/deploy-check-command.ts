import { Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import type { DeployCheckRequest } from "./deploy-check.ts";
import { tokenOptions } from "./github-options.ts";

/** `gatehouse deploy-check`. */
export const deployCheckCommand = (shell: Shell, reply: (reply: Reply) => void): Command => {
  const command = new Command("deploy-check")
    .description("Ask a Gatehouse server whether a deployment may start, and wait until it may.")
    .option("--url <url>", "the address of the server (default: GATEHOUSE_URL)")
    .option("--repo <owner/name>", "the repository on GitHub (default: GITHUB_REPOSITORY)")
    .requiredOption("--environment <name>", "the environment, as GitHub has it")
    .option("--sha <commit>", "the full commit that is to be deployed (default: GITHUB_SHA)")
    .option("--wait <time>", "how long to wait for what is awaited: 90s, 30m, 2h; 0 does not wait", "0")
    .option("--poll <time>", "the longest time between two questions", "30s")
    .option("--allow-http", "send the token over http:, where the network is your own", false)
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs, `markdown` for the whole report")
        .choices(["text", "json", "markdown"])
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (request: DeployCheckRequest) => {
      const { deployCheck } = await import("./deploy-check.ts");
      reply(await deployCheck(request, shell));
    });
  for (const option of tokenOptions()) command.addOption(option);
  return command;
};

const HELP = `
The token shows that you can read the repository; docs/deploy-check.md says what becomes of it. It is read from a variable or
a file, because arguments can be seen by other processes. What is left is printed whenever it changes, to standard error with json and markdown.

Examples:
  $ gatehouse deploy-check --repo acme/shop --environment production --sha 4f0c2a9d1b7e63855c8d0e2f9a1b3c4d5e6f7081 --url https://gatehouse.example.com
  $ gatehouse deploy-check --environment production --token-file /run/secrets/github-token
  $ gatehouse deploy-check --environment production --wait 30m      in a workflow, which sets GITHUB_REPOSITORY and GITHUB_SHA`;
