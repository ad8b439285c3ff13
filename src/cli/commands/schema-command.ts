import { Argument, Command, Option } from "commander";
import type { Reply } from "../answers.ts";
import type { Shell } from "../shell.ts";

/** `gatehouse schema`. */
export const schemaCommand = (shell: Shell, reply: (reply: Reply) => void): Command =>
  new Command("schema")
    .description("Print the JSON Schema of a file, or of what a command prints for programs.")
    .addArgument(new Argument("[name]", "which one (default: a list of them)"))
    .addOption(
      new Option("--format <format>", "of the list: `text` for people, `json` for programs; a schema is always JSON")
        .choices(["text", "json"])
        .default("text"),
    )
    .addHelpText("after", HELP)
    .action(async (name: string | undefined, { format }: { readonly format: "text" | "json" }) => {
      const { schema } = await import("./schema.ts");
      reply(schema({ name, format }, shell));
    });

const HELP = `
Examples:
  $ gatehouse schema
  $ gatehouse schema procedure
  $ gatehouse schema output/evaluate`;
