import { counted, listed } from "../../requirements/wording.ts";
import { FITTED, type Choices } from "./choices.ts";
import type { Found } from "./look.ts";

/** What was found, a line each, for somebody who wants to know what the decisions rest on. */
export const foundWords = (found: Found): readonly string[] => {
  const { template, changesets, changelogs, checklists, owners, ci, environments, packages } = found;
  const said = [
    ...(template === undefined
      ? []
      : [
          `a pull-request template, \`${template.path}\`: ${counted(template.headings.length, "heading")}, ${counted(template.tasks.length, "task")}`,
        ]),
    ...(changesets ? ["changesets"] : []),
    ...(changelogs.length === 0 ? [] : [`${counted(changelogs.length, "changelog")}: ${some(changelogs)}`]),
    ...checklists.map(
      ({ path, tasks, isValid }) =>
        `a checklist, \`${path}\`: ${counted(tasks, "task")}${isValid ? "" : " (not adopted: `gatehouse parse` says why)"}`,
    ),
    ...(owners === undefined
      ? []
      : [
          `code owners, \`${owners.path}\`${owners.everything.length === 0 ? "" : `: ${listed(owners.everything)} for everything`}`,
        ]),
    ...(ci.length === 0 ? [] : [`${counted(ci.length, "workflow")} on pull requests: ${some(ci)}`]),
    ...(environments.length === 0 ? [] : [`deployments to ${listed(environments)}`]),
    ...(packages.length === 0 ? [] : [`${counted(packages.length, "package")}: ${some(packages)}`]),
  ];
  return said.length === 0 ? ["nothing that a procedure could build on"] : said;
};

const MOST = 4;

const some = (paths: readonly string[]): string => {
  const shown = paths.slice(0, MOST).map((path) => `\`${path}\``);
  return paths.length > MOST ? `${shown.join(", ")} and ${paths.length - MOST} more` : listed(shown);
};

/** What to do next; `path` is the repository's root as the command was given it. */
export const nextWords = ({
  mode,
  path,
  procedure,
}: Pick<Choices, "mode" | "procedure"> & { readonly path: string }): readonly string[] => [
  `Read ${readFirst(procedure)}, change what does not fit, and check them with \`gatehouse validate${argumentOf(path)}\`.`,
  "`gatehouse backtest --repo OWNER/NAME` tells which of your last pull requests they would have held.",
  "Commit them to the default branch of a repository that a Gatehouse watches.",
  ...(mode === "shadow"
    ? [
        "When it fits, change `mode` to `enforce`, and require the check `gatehouse`; `gatehouse doctor --repo OWNER/NAME` tells whether it holds.",
      ]
    : []),
  "Here `gatehouse` stands for what you wrote before `init`: `npx gatehouse` in Gatehouse's folder, `node /path/to/gatehouse/lib/cli/main.js` elsewhere.",
];

const readFirst = (procedure: string): string => {
  if (procedure === FITTED) return "both files";
  if (procedure.startsWith("builtin:")) return `the config and \`gatehouse procedures show ${procedure}\``;
  return `the config and \`${procedure}\``;
};

const argumentOf = (path: string): string => {
  if (path === ".") return "";
  return /^[\w@:.\\/-]+$/u.test(path) ? ` ${path}` : ` "${path}"`;
};
