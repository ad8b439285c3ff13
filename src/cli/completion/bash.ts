import { everyNode, type CommandNode } from "./command-tree.ts";

/** A script that bash reads. Every word in it is ours, so that none needs quoting. */
export const bashCompletion = (root: CommandNode): string => {
  const nodes = everyNode(root);
  return [
    "# Completion of gatehouse for bash. Put this into ~/.bashrc:",
    '#   eval "$(gatehouse completion bash)"',
    "_gatehouse() {",
    '  local cur="${COMP_WORDS[COMP_CWORD]}" prev="${COMP_WORDS[COMP_CWORD-1]}" path="" word i',
    '  [[ $prev == "=" ]] && prev="${COMP_WORDS[COMP_CWORD-2]}"',
    '  [[ $cur == "=" ]] && cur=""',
    "  for ((i = 1; i < COMP_CWORD; i++)); do",
    '    word="${COMP_WORDS[i]}"',
    '    case "$path/$word" in',
    ...nodes.flatMap(({ path }) =>
      path.length === 0 ? [] : [`      "${before(path)}/${path.at(-1) ?? ""}") path="${path.join(" ")}" ;;`],
    ),
    "    esac",
    "  done",
    '  case "$path:$prev" in',
    ...nodes.flatMap(valueCases),
    "  esac",
    '  case "$path" in',
    ...nodes.map(wordCase),
    "  esac",
    "}",
    "# Of files, too: a name may have spaces in it.",
    "_gatehouse_files() {",
    "  local file",
    "  compopt -o filenames 2>/dev/null",
    '  while IFS= read -r file; do COMPREPLY+=("$file"); done < <(compgen -f -- "$1")',
    "}",
    "complete -o default -o bashdefault -F _gatehouse gatehouse",
    "",
  ].join("\n");
};

const before = (path: readonly string[]): string => path.slice(0, -1).join(" ");

/** After an option whose value may be one of some; of any other value bash offers files. */
const valueCases = ({ path, options }: CommandNode): readonly string[] =>
  options
    .filter(({ takesValue }) => takesValue)
    .map(({ flags, values, andFiles }) => {
      const cases = flags.map((flag) => `"${path.join(" ")}:${flag}"`).join(" | ");
      const reply = values.length === 0 ? "" : ` ${offering(values, andFiles)};`;
      return `    ${cases})${reply} return ;;`;
    });

/** What bash itself offers where nothing is given is files. */
const offering = (words: readonly string[], andFiles: boolean): string =>
  `COMPREPLY=($(compgen -W "${words.join(" ")}" -- "$cur"))${andFiles ? '; _gatehouse_files "$cur"' : ""}`;

const wordCase = ({ path, commands, options, words, andFiles }: CommandNode): string => {
  const flags = options.flatMap((option) => option.flags).join(" ");
  const names = [...commands.map((one) => one.path.at(-1) ?? ""), ...words];
  const either = `if [[ $cur == -* ]]; then COMPREPLY=($(compgen -W "${flags}" -- "$cur")); else ${offering(names, andFiles)}; fi`;
  return `    "${path.join(" ")}") ${either} ;;`;
};
