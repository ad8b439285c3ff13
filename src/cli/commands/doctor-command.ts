import { Command, InvalidArgumentError, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import type { DoctorRequest } from "./doctor.ts";

/** `gatehouse doctor`. GitHub's client is loaded when it is needed only, for the sake of the other commands. */
export const doctorCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("doctor")
    .description("Tell where a repository's settings let people or workflows get past the gate.")
    .requiredOption("--repo <owner/name>", "the repository on GitHub")
    .option("--branch <branch>", "the branch that pull requests go to (default: the default branch)")
    .option("--app-id <id>", "this App's id, so that the check's source is compared (default: APP_ID)", number)
    .option("--token-env <name>", "variable with a GitHub token (default: GITHUB_TOKEN, then GH_TOKEN)")
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

const number = (text: string): number => {
  if (/^[1-9]\d{0,14}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected the App's number, as its settings page shows it.");
};

const HELP = `
Looks at rulesets, classic protection, environments and their rules, and workflows; reads only. An administrator's token sees most:
what can't be read is told as unknown, never taken for safe. GITHUB_API_URL names a GitHub Enterprise Server.

Exit status: 0 nothing lets anybody past the gate by mistake, 1 it does not hold somewhere, 2 no answer.
`;
