import type { Requirement } from "../requirements/define.ts";

/** A requirement as it prints. */
export interface Printed {
  readonly kind: string;
  readonly settings: unknown;
}

/** Ids of the procedures whose completion the requirement asks for, `all`, `any` and `not` looked into. */
export const proceduresAskedFor = (requirement: Requirement): readonly string[] =>
  printed(requirement).flatMap(({ kind, settings }) => (kind === "procedure" ? idOf(settings) : []));

/** Those of them without which the requirement can't be judged. */
export const proceduresMissed = (requirement: Requirement): readonly string[] =>
  printed(requirement).flatMap(({ kind, settings }) =>
    kind === "procedure" && !isOnlyIfUsed(settings) ? idOf(settings) : [],
  );

const isOnlyIfUsed = (settings: unknown): boolean =>
  typeof settings === "object" && settings !== null && "if_used" in settings && settings.if_used === true;

/** The requirement as it prints, and those within it. */
export const printed = (value: unknown): readonly Printed[] => {
  if (Array.isArray(value)) return value.flatMap(printed);
  if (!isPrinted(value)) return [];
  return [value, ...printed(value.settings)];
};

const isPrinted = (value: unknown): value is Printed =>
  typeof value === "object" &&
  value !== null &&
  "kind" in value &&
  typeof value.kind === "string" &&
  "settings" in value;

const idOf = (settings: unknown): readonly string[] =>
  typeof settings === "object" && settings !== null && "id" in settings && typeof settings.id === "string"
    ? [settings.id]
    : [];
