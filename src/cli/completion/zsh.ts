import { everyNode, type CommandNode, type OptionNode } from "./command-tree.ts";

/** A script that zsh reads. https://zsh.sourceforge.io/Doc/Release/Completion-System.html */
export const zshCompletion = (root: CommandNode): string => {
  const nodes = everyNode(root);
  return [
    "#compdef gatehouse",
    "# Completion of gatehouse for zsh. Put this into ~/.zshrc, after compinit:",
    '#   eval "$(gatehouse completion zsh)"',
    "_gatehouse() {",
    '  local at="" word i',
    "  for ((i = 2; i < CURRENT; i++)); do",
    '    word="${words[i]}"',
    '    case "$at/$word" in',
    ...nodes.flatMap(({ path }) =>
      path.length === 0
        ? []
        : [`      "${path.slice(0, -1).join(" ")}/${path.at(-1) ?? ""}") at="${path.join(" ")}" ;;`],
    ),
    "    esac",
    "  done",
    '  case "$at:${words[CURRENT-1]}" in',
    ...nodes.flatMap(valueCases),
    "  esac",
    "  local -a entries",
    '  case "$at" in',
    ...nodes.flatMap(wordCase),
    "  esac",
    "}",
    'if [ "$funcstack[1]" = "_gatehouse" ]; then _gatehouse "$@"; else compdef _gatehouse gatehouse; fi',
    "",
  ].join("\n");
};

const valueCases = ({ path, options }: CommandNode): readonly string[] =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ flags, values, andFiles }) => {
      const cases = flags.map((flag) => `"${path.join(" ")}:${flag}"`).join("|");
      const words = values.length === 0 ? [] : [`compadd -- ${values.join(" ")}`];
      const files = andFiles || values.length === 0 ? ["_files"] : [];
      return `    ${cases}) ${[...words, ...files].join("; ")}; return ;;`;
    });

const wordCase = ({ path, commands, options, words, andFiles }: CommandNode): readonly string[] => {
  const flags = options.flatMap(optionEntries);
  const names = [
    ...commands.map((one) => entry(one.path.at(-1) ?? "", one.about)),
    ...words.map((word) => entry(word, "")),
  ];
  return [
    `    "${path.join(" ")}")`,
    `      if [[ "\${words[CURRENT]}" == -* ]]; then entries=(${flags.join(" ")}); else entries=(${names.join(" ")}); fi`,
    `      if (( \${#entries} )); then _describe gatehouse entries${andFiles ? "; _files" : ""}; else _files; fi ;;`,
  ];
};

const optionEntries = ({ flags, about }: OptionNode): readonly string[] => flags.map((flag) => entry(flag, about));

/** `word:about` in single quotes; a colon in the word would end it. */
const entry = (word: string, about: string): string => {
  const text = about === "" ? word : `${word.replaceAll(":", "\\:")}:${about}`;
  return `'${text.replaceAll("'", "'\\''")}'`;
};
