import { Command, InvalidArgumentError, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";
import { EXPORT_FORMATS, type AuditExportRequest } from "./audit-export-request.ts";
import type { AuditVerifyRequest } from "./audit-verify-request.ts";

/** `gatehouse audit …`. The database is loaded when it is needed only, for the sake of the other commands. */
export const auditCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("audit")
    .description("Verify or export the record of what people did.")
    .addHelpText("after", AUDIT_HELP)
    .addCommand(
      verifyCommand(async (request) => {
        const { auditVerify } = await import("./audit-verify.ts");
        reply(await auditVerify(request, shell));
      }),
    )
    .addCommand(
      exportCommand(async (request) => {
        const { auditExport } = await import("./audit-export.ts");
        reply(await auditExport(request, shell));
      }),
    );

const verifyCommand = (act: (request: AuditVerifyRequest) => Promise<void>): Command =>
  new Command("verify")
    .description("Find every entry that was edited, deleted, inserted or reordered.")
    .option("--repo <owner/name>", "one repository, by its name or id (default: all)")
    .addOption(
      new Option("--expect <hash>", "the hash of a last entry that was kept elsewhere; may be given several times")
        .argParser((hash, others: readonly string[]) => [...others, hash])
        .default([], "none"),
    )
    .addOption(
      new Option("--format <format>", "`text` for people, `json` for programs")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText("after", VERIFY_HELP)
    .action(act);

const exportCommand = (act: (request: AuditExportRequest) => Promise<void>): Command =>
  new Command("export")
    .description("Print the audit trail of a repository, or of one pull request or issue.")
    .requiredOption("--repo <owner/name>", "the repository, by its name or id")
    .option("--pull <number>", "only this pull request", number)
    .option("--issue <number>", "only this issue", number)
    .addOption(
      new Option("--format <format>", "`json` for programs, `csv` for spreadsheets, `md` for auditors")
        .choices(EXPORT_FORMATS)
        .makeOptionMandatory(),
    )
    .option("--out <file>", "write to this file instead of standard output")
    .addHelpText("after", EXPORT_HELP)
    .action(act);

const number = (text: string): number => {
  if (/^[1-9]\d{0,14}$/u.test(text)) return Number(text);
  throw new InvalidArgumentError("Expected the number of a pull request or issue.");
};

const DATABASE = `
The database is found as by the server: DATABASE_URL, or DATA_DIR (default .gatehouse/data). An embedded database
can't be read while the server runs.`;

const AUDIT_HELP = `
Examples:
  $ gatehouse audit verify
  $ gatehouse audit export --repo octo/shop --pull 42 --format md`;

const VERIFY_HELP = `${DATABASE}

Examples:
  $ gatehouse audit verify                          every repository
  $ gatehouse audit verify --repo octo/shop --format json
  $ gatehouse audit verify --expect ${"5f".repeat(32)}`;

const EXPORT_HELP = `${DATABASE}

Examples:
  $ gatehouse audit export --repo octo/shop --format json --out trail.json
  $ gatehouse audit export --repo octo/shop --pull 42 --format md
  $ gatehouse audit export --repo octo/shop --format csv`;
