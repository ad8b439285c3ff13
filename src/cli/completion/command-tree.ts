import type { Argument, Command, Option } from "commander";
import { suggestionsOf } from "./suggesting.ts";

/** A command as completion sees it. */
export interface CommandNode {
  /** Words after `gatehouse`; none for the program itself. */
  readonly path: readonly string[];
  readonly about: string;
  readonly commands: readonly CommandNode[];
  readonly options: readonly OptionNode[];
  /** What its first argument may be; empty: a file, or nothing. */
  readonly words: readonly string[];
  /** Whether it may be a file as well. */
  readonly andFiles: boolean;
}

export interface OptionNode {
  /** Such as `--format` and `-h`. */
  readonly flags: readonly string[];
  readonly about: string;
  readonly takesValue: boolean;
  /** What the value may be; empty: anything, most often a file. */
  readonly values: readonly string[];
  /** Whether it may be a file as well. */
  readonly andFiles: boolean;
}

/** Everything that the help of a program and of its commands shows. */
export const commandTree = (command: Command, path: readonly string[] = []): CommandNode => {
  const help = command.createHelp();
  const below = help.visibleCommands(command);
  const names = command.commands.map((one) => one.name());
  const [first] = below.length > 0 ? [] : command.registeredArguments;
  return {
    path,
    about: command.description(),
    commands: below.map((one) => {
      const node = commandTree(one, [...path, one.name()]);
      return one.name() === "help" ? { ...node, words: names } : node;
    }),
    options: help.visibleOptions(command).map(optionNode),
    words: first === undefined ? [] : wordsOf(first),
    andFiles: first !== undefined && suggestionsOf(first).andFiles,
  };
};

const wordsOf = (taken: Argument | Option): readonly string[] => taken.argChoices ?? suggestionsOf(taken).words;

const optionNode = (option: Option): OptionNode => ({
  flags: [option.long, option.short].flatMap((flag) => flag ?? []),
  about: option.description,
  takesValue: option.required || option.optional,
  values: wordsOf(option),
  andFiles: suggestionsOf(option).andFiles,
});

/** A command and all below it. */
export const everyNode = (node: CommandNode): readonly CommandNode[] => [node, ...node.commands.flatMap(everyNode)];
