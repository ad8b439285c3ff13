import { Argument, Command } from "commander";
import type { Reply } from "../answers.ts";
import { bashCompletion } from "../completion/bash.ts";
import { commandTree, type CommandNode } from "../completion/command-tree.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";
import { EXIT } from "../exit-code.ts";

/** `gatehouse completion`: made of the commands themselves, so that it knows whatever they take. */
export const completionCommand = (root: Command, reply: (reply: Reply) => void): Command =>
  new Command("completion")
    .description("Print a script by which a shell completes commands, options and their values.")
    .addArgument(new Argument("<shell>", "which shell").choices(["bash", "zsh", "fish"]))
    .addHelpText("after", HELP)
    .action((shell: string) => {
      reply({ text: SCRIPTS.get(shell)?.(commandTree(root)) ?? "", exit: EXIT.yes });
    });

const SCRIPTS: ReadonlyMap<string, (root: CommandNode) => string> = new Map([
  ["bash", bashCompletion],
  ["zsh", zshCompletion],
  ["fish", fishCompletion],
]);

const HELP = `
Works where \`gatehouse\` itself is a command, as after \`npm install --global\` or with an alias.

Examples:
  $ gatehouse completion bash      eval "$(gatehouse completion bash)" in ~/.bashrc
  $ gatehouse completion zsh       eval "$(gatehouse completion zsh)" in ~/.zshrc, after compinit
  $ gatehouse completion fish      gatehouse completion fish | source in ~/.config/fish/config.fish`;
