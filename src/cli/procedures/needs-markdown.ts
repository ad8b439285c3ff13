import type { ProcedureOutline } from "../../procedures/outline.ts";
import { quote, series } from "../../requirements/wording.ts";
import { cleaned } from "../formats/lines.ts";
import { sentence } from "./markdown.ts";
import type { Source } from "./page-markdown.ts";

/** What the procedure needs around it, and a config to copy. */
export const needsMarkdown = (outline: ProcedureOutline, source: Source): readonly string[] => [
  "## To use it",
  "In `.github/gatehouse.yml`:",
  fenced([...rolesYaml(outline), "procedures:", `  - ${yaml(source.reference)}`]),
  ...notes(outline),
  ...otherParameters(outline, source),
];

/** A text of somebody else's as a YAML value on one line. */
const yaml = (value: string): string =>
  /^[\w./-]+(?::[\w./-]+)?$/u.test(value) ? value : cleaned(JSON.stringify(value)).replaceAll("`", "\\u0060");

const fenced = (lines: readonly string[]): string => `\`\`\`yaml\n${lines.join("\n")}\n\`\`\``;

const rolesYaml = ({ roles }: ProcedureOutline): readonly string[] =>
  roles.length === 0
    ? []
    : ['roles: # logins, or teams such as "@acme/qa"', ...roles.map((role) => `  ${role}: [octocat]`)];

const notes = ({ environments, windows, procedures, parameters }: ProcedureOutline): readonly string[] => {
  const all = [
    ...(environments.length === 0
      ? []
      : [`Environments, by their names on GitHub: ${series(environments.map(quote))}.`]),
    ...(windows.length === 0 ? [] : [`Windows of the config (\`windows\`): ${series(windows.map(quote))}.`]),
    ...(procedures.length === 0 ? [] : [`Procedures that come before it: ${series(procedures.map(quote))}.`]),
    ...Object.entries(parameters).map(([name, from]) => `${quote(`{${name}}`)} ${sourceWords(from)}.`),
  ];
  return all.length === 0 ? [] : [all.map((note) => `- ${sentence(note)}`).join("\n")];
};

type ParameterSource = ProcedureOutline["parameters"][string];

const sourceWords = (from: ParameterSource): string => {
  if ("value" in from) return `is ${quote(from.value)}`;
  if ("branch" in from) return `is taken from the name of the head branch, ${quote(from.branch)}`;
  return `is read from ${quote(from.file)} at ${quote(from.pointer)}`;
};

/** How a repository with other folders says so; the first value is example enough. */
const otherParameters = ({ parameters }: ProcedureOutline, { reference }: Source): readonly string[] => {
  const [first] = Object.entries(parameters).flatMap(([name, from]) => ("value" in from ? [{ name, ...from }] : []));
  const name = first?.name ?? Object.keys(parameters)[0];
  if (name === undefined) return [];
  const value = first === undefined ? "something/else" : `other/${first.value}`;
  return [
    "Where they are something else:",
    fenced([
      "procedures:",
      `  - use: ${yaml(reference)}`,
      "    parameters:",
      `      ${name}: { value: ${yaml(value)} }`,
    ]),
  ];
};
