import { Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import type { DoctorRequest } from "./doctor.ts";
import { GITHUB_HELP, numberOf, tokenOptions } from "./github-options.ts";

/** `gatehouse doctor`. GitHub's client is loaded when it is needed only, for the sake of the other commands. */
export const doctorCommand = (shell: Shell, reply: (reply: Reply) => void): Command => {
  const command = new Command("doctor")
    .description("Tell where a repository's settings let people or workflows get past the gate.")
    .requiredOption("--repo <owner/name>", "the repository on GitHub")
    .option("--branch <branch>", "the branch that pull requests go to (default: the default branch)")
    .option("--app-id <id>", "this App's id, so that the check's source is compared (default: APP_ID)", appId)
    .option(
      "--database",
      "count, in the server's database, what shadow mode would have held (DATABASE_URL or DATA_DIR)",
    )
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (request: DoctorRequest) => {
      const { doctor } = await import("./doctor.ts");
      reply(await doctor(request, shell));
    });
  for (const option of tokenOptions()) command.addOption(option);
  return command;
};

const appId = numberOf("the App's number, as its settings page shows it");

const HELP = `
Looks at rulesets, classic protection, environments and their rules, and workflows; reads only. An administrator's token sees most:
what can't be read is told as unknown, never taken for safe.
${GITHUB_HELP}

Examples:
  $ gatehouse doctor --repo acme/shop
  $ gatehouse doctor --repo acme/shop --branch release --app-id 123456 --format json
  $ gatehouse doctor --repo acme/shop --database`;
