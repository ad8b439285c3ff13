import { Argument, Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import { procedureNames } from "../completion/procedure-names.ts";
import { suggesting } from "../completion/suggesting.ts";
import type { Shell } from "../shell.ts";
import { LIST_FORMATS, proceduresList, type ProceduresListRequest } from "./procedures-list.ts";
import { proceduresShow, SHOW_FORMATS, type ProceduresShowRequest } from "./procedures-show.ts";

/** `gatehouse procedures …`. */
export const proceduresCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("procedures")
    .description("List the procedures that come with Gatehouse, or print one as people read it.")
    .addHelpText("after", PROCEDURES_HELP)
    .addCommand(listCommand((request) => reply(proceduresList(request, shell))))
    .addCommand(showCommand(async (request) => reply(await proceduresShow(request, shell))));

const listCommand = (act: (request: ProceduresListRequest) => void): Command =>
  new Command("list")
    .description("List the built-in procedures: what each is for and what it needs.")
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs").choices(LIST_FORMATS).default("text"),
    )
    .addHelpText("after", LIST_HELP)
    .action(act);

const showCommand = (act: (request: ProceduresShowRequest) => Promise<void>): Command =>
  new Command("show")
    .description("Print a procedure as people read it.")
    .addArgument(
      suggesting(
        new Argument("<procedure>", "id of a built-in one, or a file, YAML or Markdown; `-` is standard input"),
        procedureNames,
      ),
    )
    .option("--stdin-filename <name>", "name of the procedure that comes by standard input; tells Markdown from YAML")
    .addOption(
      new Option("--format <format>", "`markdown` for people, `json` for programs, `source` for the document itself")
        .choices(SHOW_FORMATS)
        .default("markdown"),
    )
    .addHelpText("after", SHOW_HELP)
    .action(async (procedure: string, options: Omit<ProceduresShowRequest, "procedure">) =>
      act({ procedure, ...options }),
    );

const PROCEDURES_HELP = `
Examples:
  $ gatehouse procedures list
  $ gatehouse procedures show release-readiness`;

const LIST_HELP = `
Examples:
  $ gatehouse procedures list
  $ gatehouse procedures list --format json`;

const SHOW_HELP = `
Examples:
  $ gatehouse procedures show release-readiness
  $ gatehouse procedures show ./release.md            a document of your own
  $ gatehouse procedures show release-readiness --format source`;
