import type { ProcedureOutline } from "../../procedures/outline.ts";
import { FITTED, type Choices } from "./choices.ts";
import { quoted, type PlannedPhase, type PlannedStep } from "./fitted-steps.ts";

/** A file that is to be written. */
export interface WrittenFile {
  /** From the root, with `/`. */
  readonly path: string;
  readonly text: string;
}

export const CONFIG = ".github/gatehouse.yml";
export const PROCEDURE = ".github/procedures/change.yml";

/** A line of a comment: what would end it is left out. */
const comment = (text: string): string => `# ${text.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, " ")}`;

/** The fitted procedure as a document that people go on with. */
export const procedureText = (phases: readonly PlannedPhase[]): string =>
  [
    comment("What a change shows before it is merged. Written by `gatehouse init`; change it as you like."),
    comment(
      "docs/procedures.md in Gatehouse's own repository tells what else can be asked for; `gatehouse validate` checks it.",
    ),
    "id: change",
    "title: Change",
    "phases:",
    ...phases.flatMap(phaseLines),
    "",
  ].join("\n");

const phaseLines = ({ title, settings, because, steps }: PlannedPhase): readonly string[] => [
  `  ${comment(because)}`,
  `  - title: ${quoted(title)}`,
  ...settings.map((line) => `    ${line}`),
  "    steps:",
  ...steps.flatMap(stepLines),
];

const stepLines = ({ title, require, optional, when, help }: PlannedStep): readonly string[] => [
  `      - title: ${quoted(title)}`,
  ...(require === undefined ? [] : [`        require: ${require}`]),
  ...(optional === true ? ["        optional: true"] : []),
  ...(when === undefined ? [] : [`        when: ${when}`]),
  ...(help === undefined ? [] : [`        help: ${quoted(help)}`]),
];

interface Configured {
  readonly choices: Choices;
  /** Environments that workflows deploy to. */
  readonly environments: readonly string[];
  /** Documents that are adopted besides, on trial. */
  readonly checklists: readonly string[];
}

/** The config that adopts it. */
export const configText = ({ environments, choices, checklists }: Configured): string =>
  [
    comment(
      "How this repository uses Gatehouse. Written by `gatehouse init`; docs/procedures.md in Gatehouse's own repository tells all keys.",
    ),
    "version: 1",
    ...modeLines(choices),
    ...roleLines(choices),
    "procedures:",
    `  - ${usedProcedure(choices)}`,
    ...checklistLines(checklists),
    ...environmentLines(environments),
    "",
  ].join("\n");

const modeLines = ({ mode }: Choices): readonly string[] =>
  mode === "shadow"
    ? [
        comment("Says what would be held back, and holds nothing back. Change it to `enforce` when it fits."),
        "mode: shadow",
      ]
    : ["mode: enforce"];

const roleLines = ({ roles }: Choices): readonly string[] =>
  roles.size === 0
    ? []
    : ["roles:", ...[...roles].map(([role, holders]) => `  ${quoted(role)}: [${holders.map(quoted).join(", ")}]`)];

const usedProcedure = ({ procedure }: Choices): string =>
  procedure === FITTED ? "./procedures/change.yml" : quoted(procedure);

/** A release checklist is no matter of every pull request. */
const checklistLines = (paths: readonly string[]): readonly string[] =>
  paths.length === 0
    ? []
    : [
        `  ${comment("Checklists that were there already; they ask only pull requests that carry the label `release`.")}`,
        ...paths.map((path) => `  - { use: ${quoted(path)}, applies: { labels: release } }`),
      ];

/** An environment that is neither named by a phase nor listed here is taken for one that was renamed, and held. */
const environmentLines = (environments: readonly string[]): readonly string[] =>
  environments.length === 0
    ? []
    : [
        comment(
          "Environments that workflows deploy to; one that no phase names waits for no more than the merge does.",
        ),
        "environments:",
        ...environments.map((name) => `  ${quoted(name)}: {}`),
      ];

/** Roles of a built-in procedure that nobody holds yet. */
export const lackingRoles = ({ roles }: Pick<ProcedureOutline, "roles">, held: Choices["roles"]): readonly string[] =>
  roles.filter((role) => !held.has(role));
