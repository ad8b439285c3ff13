import { everyNode, type CommandNode } from "./command-tree.ts";

/** A script that fish reads. https://fishshell.com/docs/current/completions.html */
export const fishCompletion = (root: CommandNode): string => {
  const nodes = everyNode(root);
  return [
    "# Completion of gatehouse for fish. Put this into ~/.config/fish/config.fish:",
    "#   gatehouse completion fish | source",
    "function __gatehouse_at",
    "  set -l at ''",
    "  for word in (commandline -opc)[2..]",
    '    switch "$at/$word"',
    ...nodes.flatMap(({ path }) =>
      path.length === 0
        ? []
        : [
            `      case ${quoted(`${path.slice(0, -1).join(" ")}/${path.at(-1) ?? ""}`)}`,
            `        set at ${quoted(path.join(" "))}`,
          ],
    ),
    "    end",
    "  end",
    '  test "$at" = "$argv[1]"',
    "end",
    ...nodes.flatMap(linesOf),
    "",
  ].join("\n");
};

const linesOf = ({ path, commands, options, words, andFiles }: CommandNode): readonly string[] => {
  const here = `complete -c gatehouse -n ${quoted(`__gatehouse_at "${path.join(" ")}"`)}`;
  return [
    ...commands.map((one) => `${here} -f -a ${quoted(one.path.at(-1) ?? "")} -d ${quoted(one.about)}`),
    ...words.map((word) => `${here}${andFiles ? "" : " -f"} -a ${quoted(word)}`),
    ...options.map(({ flags, about, takesValue, values, andFiles: orFile }) => {
      const names = flags
        .map((flag) => (flag.startsWith("--") ? `-l ${flag.slice(2)}` : `-s ${flag.slice(1)}`))
        .join(" ");
      const offered = ` -${orFile ? "r" : "x"} -a ${quoted(values.join(" "))}`;
      const value = values.length > 0 ? offered : takesValue ? " -r" : "";
      return `${here} ${names}${value} -d ${quoted(about)}`;
    }),
  ];
};

const quoted = (text: string): string => `'${text.replaceAll("\\", "\\\\").replaceAll("'", "\\'")}'`;
