import { parseProcedure } from "./parse.ts";

/** What a first config is fitted to. */
export interface StarterFound {
  /** Who may approve a release until somebody else is named: whoever installed the App. */
  readonly lead: string;
  /** Paths of checklists that are procedures as they stand. */
  readonly checklists: readonly string[];
}

/** A first config in one file, so that nothing else has to be there: it holds nothing back, and says what it would. */
export const starterConfig = ({ lead, checklists }: StarterFound): string =>
  [
    "# How this repository uses Gatehouse.",
    "version: 1",
    "# Says what would be held back, and holds nothing back. Change it to `enforce` when it fits.",
    "mode: shadow",
    "roles:",
    '  # Logins, and teams as "@org/team".',
    `  release-manager: [${JSON.stringify(lead)}]`,
    "procedures:",
    "  # Checks, conversations, release notes, a rollback plan, and a release manager who approves.",
    "  - builtin:release-readiness",
    ...checklists.flatMap(checklistLines),
    "",
  ].join("\n");

const checklistLines = (path: string): readonly string[] => [
  "  # Your own checklist, as it stands; it asks only pull requests that carry the label `release`.",
  `  - { use: ${JSON.stringify(path)}, applies: { labels: release } }`,
];

const ABOUT = /release|deploy|launch|roll-?out|rollback|go-?live|checklist|runbook|readiness|cutover/iu;
const NOT_ABOUT = /template|changelog|(?:^|\/)releases?\.md$|notes/iu;
const PLAIN = /^[\w./-]+\.md$/u;

/** Whether a document may be a checklist that people go through, by its name. */
export const mayBeChecklist = (path: string): boolean => PLAIN.test(path) && ABOUT.test(path) && !NOT_ABOUT.test(path);

const FEWEST_STEPS = 2;

/** Whether it is a procedure as it stands, with more than one step and nothing wrong with it. */
export const isChecklist = (path: string, text: string): boolean => {
  const { procedure, findings } = parseProcedure(text, path);
  const steps = procedure?.phases.flatMap((phase) => phase.steps) ?? [];
  return findings.length === 0 && steps.length >= FEWEST_STEPS;
};
