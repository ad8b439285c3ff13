import { Argument, Command, Option } from "commander";
import type { Format, Reply } from "./answers.ts";
import { auditCommand } from "./commands/audit.ts";
import { backtestCommand } from "./commands/backtest-command.ts";
import { doctorCommand } from "./commands/doctor-command.ts";
import { completionCommand } from "./commands/completion-command.ts";
import { databaseCommand } from "./commands/database.ts";
import { deployCheckCommand } from "./commands/deploy-check-command.ts";
import { evaluate } from "./commands/evaluate.ts";
import { initCommand } from "./commands/init-command.ts";
import { parse } from "./commands/parse.ts";
import { simulateCommand } from "./commands/simulate-command.ts";
import { proceduresCommand } from "./commands/procedures.ts";
import { schemaCommand } from "./commands/schema-command.ts";
import { validate } from "./commands/validate.ts";
import { procedureNames } from "./completion/procedure-names.ts";
import { suggesting } from "./completion/suggesting.ts";
import type { ExitCode } from "./exit-code.ts";
import { exitCodesHelp } from "./exit-codes.ts";
import { FORMAT_NAMES, formatOf, type FormatName } from "./formats/format-of.ts";
import { EVALUATE_HELP, PARSE_HELP, PROGRAM_HELP, VALIDATE_HELP } from "./help.ts";
import { packageVersion } from "../config/package-root.ts";
import type { Shell } from "./shell.ts";

/** The commands; `end` gets what the process should end with. */
export const program = (shell: Shell, end: (exit: ExitCode) => void): Command => {
  const reply = ({ text, exit }: Reply): void => {
    shell.write(text);
    end(exit);
  };
  const answer =
    <Request>(command: (request: Request, format: Format, shell: Shell) => Promise<Reply>) =>
    async (request: Request & { readonly format: FormatName }): Promise<void> => {
      reply(await command(request, formatOf(request.format, shell), shell));
    };
  const root = new Command("gatehouse")
    .description("Procedures as gates on merge: check them, and try them out, on your own machine.")
    .version(packageVersion(), "-V, --version", "print the version")
    .helpCommand("help [command]", "print help for a command")
    .addHelpText("after", PROGRAM_HELP);
  const commands = [
    initCommand(shell, reply),
    parseCommand(answer(parse)),
    validateCommand(answer(validate)),
    evaluateCommand(answer(evaluate)),
    simulateCommand(shell, reply),
    backtestCommand(shell, reply),
    proceduresCommand(shell, reply),
    deployCheckCommand(shell, reply),
    auditCommand(shell, reply),
    databaseCommand(shell, reply),
    doctorCommand(shell, reply),
    schemaCommand(shell, reply),
    completionCommand(root, reply),
  ];
  for (const command of commands) root.addCommand(command);
  quiet(root, shell);
  return root;
};

type Action<Options> = (options: Options & { readonly format: FormatName }) => Promise<void>;

const parseCommand = (act: Action<Parameters<typeof parse>[0]>): Command =>
  new Command("parse")
    .description("Print the model of a procedure and what is wrong with it.")
    .addArgument(FILE)
    .addOption(STDIN_FILENAME())
    .addOption(FORMAT())
    .addHelpText("after", PARSE_HELP)
    .action(async (file: string, options: { stdinFilename?: string; format: FormatName }) => act({ file, ...options }));

const validateCommand = (act: Action<Parameters<typeof validate>[0]>): Command =>
  new Command("validate")
    .description("Check the config and every procedure of a checkout.")
    .addArgument(new Argument("[dir]", "root of the checkout").default("."))
    .option("--organisation <folder>", "checkout of the owner's .github repository, or of the one that is extended")
    .option("--strict", "what is only warned of counts as an error, in CI for example")
    .addOption(FORMAT())
    .addHelpText("after", VALIDATE_HELP)
    .action(async (dir: string, options: ValidateOptions) => act({ dir, ...options }));

interface ValidateOptions {
  readonly organisation?: string;
  readonly strict?: boolean;
  readonly format: FormatName;
}

const evaluateCommand = (act: Action<Parameters<typeof evaluate>[0]>): Command =>
  new Command("evaluate")
    .description("Print the verdict on a pull request that looks like a snapshot file.")
    .addOption(
      suggesting(
        new Option("--procedure <file>", "the procedure, YAML or Markdown, or builtin:ID; `-` is standard input"),
        procedureNames,
      ).makeOptionMandatory(),
    )
    .requiredOption("--snapshot <file>", "what is known of the pull request, JSON or YAML; `-` is standard input")
    .option("--ledger <file>", "what people did, JSON or YAML (default: nothing)")
    .option("--config <file>", "judge by the roles, windows and freezes of this config, too (default: by none)")
    .option("--now <iso>", "the moment to judge at, ISO 8601 with time zone (default: the clock's)")
    .option("--assume-absent", "what the snapshot does not say counts as not there, instead of as unknown")
    .addOption(STDIN_FILENAME())
    .addOption(FORMAT())
    .addHelpText("after", EVALUATE_HELP)
    .action(act);

const FILE = suggesting(
  new Argument("<file>", "the procedure, YAML or Markdown, or builtin:ID; `-` is standard input"),
  procedureNames,
);

const STDIN_FILENAME = (): Option =>
  new Option("--stdin-filename <name>", "name of the procedure that comes by standard input; tells Markdown from YAML");

const FORMAT = (): Option =>
  new Option("--format <format>", "`text` for people, `json` for programs, `github` for annotations in GitHub Actions")
    .choices(FORMAT_NAMES)
    .default("text");

/** Commander throws instead of ending the process, and writes where the shell says; the same for the commands below. */
const quiet = (command: Command, shell: Shell, parents = ""): void => {
  const name = `${parents}${command.name()}`;
  command
    .helpOption("-h, --help", "print help")
    .addHelpText("after", exitCodesHelp(name.replace(/^gatehouse ?/u, "")))
    .exitOverride()
    .showHelpAfterError(`Try \`${name} --help\`.`)
    .configureOutput({
      writeOut: shell.write,
      writeErr: shell.complain,
      getOutHelpWidth: () => 100,
      getErrHelpWidth: () => 100,
      outputError: (text, write) => write(text.replace(/^error: /u, "gatehouse: ")),
    });
  for (const below of command.commands) quiet(below, shell, `${name} `);
};
