import { counted, listed } from "../../requirements/wording.ts";
import { FITTED, LEAD, type Choices } from "./choices.ts";
import { environmentsIn } from "./fitted-steps.ts";
import type { Found } from "./look.ts";

interface Decided {
  readonly found: Found;
  readonly choices: Choices;
  /** Checklists that are adopted besides. */
  readonly adopted: readonly string[];
  /** What is to be said of documents that were there before. */
  readonly hints: readonly string[];
}

/** What was made of what was found, and why, a sentence each. */
export const decisionsOf = ({ found, choices, adopted, hints }: Decided): readonly string[] => [
  choices.mode === "shadow"
    ? "It begins in shadow mode: Gatehouse says what it would hold back, and holds nothing back."
    : "It enforces from the first day: pull requests are held back as soon as the config is merged.",
  ...(choices.procedure === FITTED
    ? fittedWords(found, choices)
    : [`The first procedure is \`${choices.procedure}\`.`]),
  ...adopted.map((path) => `\`${path}\` is a procedure as it stands; it asks only pull requests labelled \`release\`.`),
  ...hints,
];

const fittedWords = (found: Found, choices: Choices): readonly string[] => [
  ...templateWords(found),
  found.ci.length === 0 ? "No workflow runs on pull requests, so no checks are asked for." : "All checks have to pass.",
  ...noteWords(found),
  leadWords(choices),
  ...deploymentWords(found),
];

const templateWords = ({ template }: Found): readonly string[] => {
  if (template === undefined) return [];
  const { path, headings, tasks, choices } = template;
  const said = [
    ...(headings.length === 0 ? [] : [`${counted(headings.length, "heading")} of \`${path}\` must be filled in`]),
    ...(tasks.length === 0 ? [] : [counted(tasks.length, "box of it becomes a step", "boxes of it become steps")]),
  ];
  return [
    ...(said.length === 0 ? [] : [`${said.join(", and ")}.`]),
    ...choices.map((heading) => `“${heading}” looks like a choice of one, so it stays a matter of the template.`),
  ];
};

const noteWords = ({ changesets, changelogs, packages }: Found): readonly string[] => {
  const log = changelogs.includes("CHANGELOG.md") ? "CHANGELOG.md" : changelogs[0];
  if (!changesets && log === undefined) return [];
  return [
    changesets ? "A release note is a changeset." : `A release note stands in \`${log ?? ""}\`.`,
    ...(packages.length === 0
      ? []
      : [`Of ${counted(packages.length, "package")}, only changes of theirs need a note; one procedure serves all.`]),
  ];
};

const leadWords = ({ roles }: Choices): string => {
  const lead = roles.get(LEAD);
  if (lead === undefined)
    return "Nobody is named as lead, so anybody but the author may approve; `--role lead=@acme/team` names somebody.";
  return `${listed(lead)} ${lead.length === 1 ? "is" : "are"} the lead, who approves.`;
};

const deploymentWords = ({ environments }: Found): readonly string[] => {
  const { production, staging } = environmentsIn(environments);
  if (production === undefined) return [];
  const before = staging === undefined ? "" : `, one of them that it runs on ${staging}`;
  return [`Deployments to ${production} wait for steps of their own${before}.`];
};
