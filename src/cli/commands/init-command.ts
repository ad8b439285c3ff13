import { Argument, Command, InvalidArgumentError, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import type { InitRequest } from "./init-request.ts";

/** `gatehouse init`. What asks questions is loaded when it is needed only, for the sake of the other commands. */
export const initCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("init")
    .description("Write a config and a first procedure, fitted to what the repository has.")
    .addArgument(new Argument("[path]", "root of the repository").default("."))
    .option("-y, --yes", "ask nothing: take what is found for what flags leave open", false)
    .option("--procedure <name>", "the first procedure: fitted, builtin:ID, or a document of the repository")
    .addOption(
      new Option(
        "--role <name=holders>",
        "who holds a role: logins or @org/team, by commas; may be given several times",
      )
        .argParser(role)
        .default(new Map(), "the code owners of everything are the lead"),
    )
    .addOption(new Option("--mode <mode>", "how it begins (default: shadow)").choices(["shadow", "enforce"]))
    .option("--force", "overwrite what is there", false)
    .option("--dry-run", "print what would be written, and write nothing", false)
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (path: string, options: Omit<InitRequest, "path">) => {
      const { init } = await import("./init.ts");
      reply(await init({ path, ...options }, shell));
    });

const role = (text: string, others: ReadonlyMap<string, readonly string[]>): ReadonlyMap<string, readonly string[]> => {
  const [, name = "", holders = ""] = /^([^=]*)=(.*)$/su.exec(text) ?? [];
  const list = holders
    .split(",")
    .map((holder) => holder.trim())
    .filter((holder) => holder !== "");
  if (!/^[A-Za-z0-9][\w.-]*$/u.test(name) || list.length === 0 || !list.every((holder) => HOLDER.test(holder)))
    throw new InvalidArgumentError("Expected NAME=HOLDERS, such as lead=@acme/leads or lead=ada,bob.");
  return new Map([...others, [name, list]]);
};

const HOLDER = /^(?:@[A-Za-z\d][\w-]*\/[A-Za-z\d][\w.-]*|[A-Za-z\d][\w-]*(?:\[bot\])?)$/u;

const HELP = `
Looks for a pull-request template, changesets and changelogs, checklists, code owners, workflows, environments and packages; says what
was found and what was made of it. Nothing is overwritten without --force, and what is written passes \`gatehouse validate\`.

Examples:
  $ gatehouse init                                     asks a few questions
  $ gatehouse init --yes --role lead=@acme/leads       asks nothing
  $ gatehouse init --yes --dry-run --format json
  $ gatehouse init ../shop --yes --procedure builtin:deploy --role release-manager=@acme/releases --mode enforce`;
