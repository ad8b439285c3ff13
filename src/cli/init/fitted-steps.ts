import { bare } from "../../markdown/sections.ts";
import { LEAD } from "./choices.ts";
import type { Found } from "./look.ts";

/** A step of a first procedure, as it will be written. */
export interface PlannedStep {
  readonly title: string;
  /** A requirement in YAML's flow style; absent for a tick. */
  readonly require?: string;
  readonly optional?: boolean;
  /** A condition in YAML's flow style. */
  readonly when?: string;
  readonly help?: string;
}

export interface PlannedPhase {
  readonly title: string;
  /** Lines besides title and steps, such as `blocks: deploy`. */
  readonly settings: readonly string[];
  /** Why it is there, for whoever reads the document. */
  readonly because: string;
  readonly steps: readonly PlannedStep[];
}

/** A text as YAML that can't be taken for anything else. */
export const quoted = (text: string): string => JSON.stringify(text);

/** The phases that what was found asks for; never empty. Pure. */
export const fittedPhases = (found: Found, { hasLead }: { readonly hasLead: boolean }): readonly PlannedPhase[] =>
  [described(found), proven(found), agreed(found, hasLead), ...deployment(found, hasLead)].filter(
    ({ steps }) => steps.length > 0,
  );

const described = ({ template }: Found): PlannedPhase => ({
  title: "Described",
  settings: [],
  because: `From the headings of ${template?.path ?? "the template"}.`,
  steps: (template?.headings ?? []).filter(({ text }) => !isNote(text)).map(headingStep),
});

const headingStep = ({ text, optional }: { readonly text: string; readonly optional: boolean }): PlannedStep => ({
  title: `“${text}” is filled in`,
  require: ROLLBACK.test(bare(text))
    ? `{ rollback_plan: { section: [${quoted(text)}] } }`
    : `{ section: ${quoted(text)} }`,
  ...(optional ? { optional } : {}),
});

const ROLLBACK = /^(?:roll ?back|back ?out|revert)(?: plan| strategy| steps| procedure)?$/u;
const NOTE = /^(?:release notes?|changelog(?: entry)?|user facing changes?)$/u;

const isNote = (heading: string): boolean => NOTE.test(bare(heading));

const proven = (found: Found): PlannedPhase => ({
  title: "Proven",
  settings: [],
  because: "From CI and from where release notes are kept.",
  steps: [
    ...(found.ci.length === 0 ? [] : [{ title: "All checks pass", require: "{ checks: all }" }]),
    ...notes(found),
  ],
});

/** A label that stands for “no note needed”, as many projects have it. */
const NO_NOTE = "no-release-note";

const notes = (found: Found): readonly PlannedStep[] => {
  const { changesets, changelogs, template, packages } = found;
  const sections = (template?.headings ?? []).map(({ text }) => text).filter(isNote);
  const log = changelogs.includes("CHANGELOG.md") ? "CHANGELOG.md" : changelogs[0];
  if (!changesets && log === undefined && sections.length === 0) return [];
  const settings = [
    `section: ${sections.length === 0 ? "false" : `[${sections.map(quoted).join(", ")}]`}`,
    `files: ${changesets ? '[".changeset/*.md"]' : "false"}`,
    `changelog: ${changesets || log === undefined ? "false" : quoted(log)}`,
    `none_label: ${NO_NOTE}`,
  ];
  return [
    {
      title: "Users can read about it",
      require: `{ release_notes: { ${settings.join(", ")} } }`,
      help: `The label ${NO_NOTE} says that there is nothing to tell.`,
      ...(packages.length === 0 ? {} : { when: `{ paths: [${foldersOf(packages).map(quoted).join(", ")}] }` }),
    },
  ];
};

/** In a repository of several packages only what is shipped needs a note. */
export const foldersOf = (packages: readonly string[]): readonly string[] => [
  ...new Set(packages.map((path) => `${path.split("/")[0] ?? path}/**`)),
];

const agreed = ({ template }: Found, hasLead: boolean): PlannedPhase => ({
  title: "Agreed",
  settings: [],
  because: "A second pair of eyes, and what the template asks people to tick.",
  steps: [
    hasLead
      ? { title: "The lead approved it", require: `{ signoff: { role: ${LEAD} } }` }
      : { title: "Somebody other than the author approved it", require: "{ signoff: { count: 1 } }" },
    ...(template?.tasks ?? []).map(({ text, optional }) => ({ title: text, ...(optional ? { optional } : {}) })),
  ],
});

const PRODUCTION = /^(?:prod|live)|production/iu;
const STAGING = /stag|pre-?prod|uat|preview/iu;

/** The environment whose deployment is held back, and the one before it, by their names. */
export const environmentsIn = (
  names: readonly string[],
): { readonly production?: string | undefined; readonly staging?: string | undefined } => {
  const production = names.find((name) => PRODUCTION.test(name) && !STAGING.test(name));
  return { production, staging: production === undefined ? undefined : names.find((name) => STAGING.test(name)) };
};

const deployment = ({ environments }: Found, hasLead: boolean): readonly PlannedPhase[] => {
  const { production, staging } = environmentsIn(environments);
  if (production === undefined) return [];
  const named = quoted(production);
  return [
    {
      title: `Ready for ${production}`,
      settings: ["blocks: deploy", `environments: [${named}]`],
      because: `Holds back deployments to ${production} once its environment asks Gatehouse; merging does not wait for it.`,
      steps: [
        ...(staging === undefined
          ? []
          : [{ title: `It runs on ${staging}`, require: `{ deployed: ${quoted(staging)} }` }]),
        { title: "Somebody watches the deployment", ...(hasLead ? { require: `{ tick: ${LEAD} }` } : {}) },
      ],
    },
    {
      title: `After ${production}`,
      settings: [`starts: { deployed: ${named} }`, "due: 24h"],
      because: "Opens with the deployment and holds nothing back.",
      steps: [{ title: `It works on ${production}` }],
    },
  ];
};
