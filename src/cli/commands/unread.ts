import type { Config, EffectiveConfig, Use } from "../../procedures/config.ts";
import type { Finding } from "../../procedures/finding.ts";
import { ownerOf, sameRepository } from "../../procedures/reference.ts";

interface Unread {
  /** Without the procedures that were not read. */
  readonly config: EffectiveConfig;
  /** As they are written. */
  readonly unchecked: readonly string[];
  readonly findings: readonly Finding[];
}

/** What a config needs of other repositories than the one there is a checkout of: never passed over in silence. */
export const unread = (config: EffectiveConfig, own: Config | undefined, read: string | undefined): Unread => {
  const isRead = (repository: string): boolean => read !== undefined && sameRepository(repository, read);
  const isMissed = ({ reference }: Use): boolean => reference.kind === "elsewhere" && !isRead(reference.repository);
  const missed = config.procedures.filter(isMissed);
  const base = own?.extends === undefined || isRead(own.extends) ? [] : [baseUnread(own, own.extends)];
  return {
    config: { ...config, procedures: config.procedures.filter((use) => !isMissed(use)) },
    unchecked: [...(base.length === 0 ? [] : [own?.extends ?? ""]), ...missed.map(({ written }) => written)],
    findings: [...base, ...missed.map(procedureUnread)],
  };
};

/** Whose config a checkout is taken for: the one that is extended, else the owner's own. */
export const organisationOf = (own: Config | undefined): string => {
  if (own?.extends !== undefined) return own.extends;
  const named = own?.procedures.flatMap(({ reference }) =>
    reference.kind === "elsewhere" ? [ownerOf(reference.repository)] : [],
  );
  return `${named?.[0] ?? "organisation"}/.github`;
};

const baseUnread = (own: Config, repository: string): Finding => ({
  code: "config/not-read",
  severity: "warning",
  message: `The config of \`${repository}\` was not read: what it asks for and what it locked is not checked here. Name a checkout of it with \`--organisation FOLDER\`.`,
  file: own.file,
  ...own.valueAt(["extends"]),
});

const procedureUnread = ({ written, file, at }: Use): Finding => ({
  code: "config/not-read",
  severity: "warning",
  message: `\`${written}\` is in another repository and was not read, so it is not checked here. If this config builds on that repository, name a checkout of it with \`--organisation FOLDER\`.`,
  file,
  ...at,
});

const DEFINED_ELSEWHERE: ReadonlySet<string> = new Set([
  "config/unknown-role",
  "config/no-procedures",
  "procedure/unknown-role",
  "procedure/unknown-procedure",
  "procedure/unknown-window",
]);

/** What seems to be missing may be in what was not read. */
export const mayBeElsewhere = (finding: Finding): Finding =>
  DEFINED_ELSEWHERE.has(finding.code)
    ? { ...finding, severity: "warning", message: `${finding.message} It may be in what was not read.` }
    : finding;
