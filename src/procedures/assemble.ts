import { toldAtUse } from "./at-use.ts";
import type { Sourced } from "./build.ts";
import { calendarUses, ownCalendars, readCalendars, timetableOf, type Calendars } from "./calendars.ts";
import type { EffectiveConfig, Use } from "./config.ts";
import { cycles } from "./cycles.ts";
import { whereIs } from "./draft.ts";
import { isSound, type Finding } from "./finding.ts";
import { proceduresMissed } from "./leaves.ts";
import type { Procedure } from "./model.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import { parseSourced } from "./parse.ts";
import { durationMs } from "../requirements/settings.ts";
import { namedInVain } from "./named-in-vain.ts";
import type { AdoptedProcedure, Policy } from "./policy.ts";
import { referenceKey, shownReference } from "./reference.ts";
import { requirements } from "./rules.ts";
import { unknownRole } from "./unknown-role.ts";

/** A procedure's document as it was read, or why it could not be. */
export type ReadDocument =
  | { readonly text: string; readonly file: string; readonly url?: string }
  /** One clause without a full stop: "there is no such file on `main`"; and a sentence that says what to do. */
  | { readonly missing: string; readonly remedy?: string };

export interface Ingredients {
  readonly config: EffectiveConfig;
  /** Of procedures and calendars, by `referenceKey`. */
  readonly documents: ReadonlyMap<string, ReadDocument>;
  /** `owner/name`, for the link text of procedures in the same repository. */
  readonly repository?: string;
}

/** Puts config and documents together. A document that is missing or wrong is an error: what can't be read enforces nothing. */
export const assemblePolicy = (ingredients: Ingredients): Policy => {
  const { config, documents } = ingredients;
  const { calendars, findings: unread } = readCalendars(calendarUses(ingredients), documents);
  const adopted = config.procedures.map((use) => adopt(use, { ...ingredients, calendars }));
  const taken = adopted.flatMap(({ taken: one }) => (one === undefined ? [] : [one]));
  const findings = [
    ...adopted.flatMap(({ findings: own }) => own),
    ...sameId(taken),
    ...taken.flatMap(({ sourced }) => [...undefinedRoles(sourced, config), ...undefinedProcedures(sourced, taken)]),
    ...taken.flatMap(({ sourced }) => namedInVain(sourced, config)),
    ...cycles(taken.map(({ sourced }) => sourced)),
    ...unread,
  ];
  const { roles, mode, comments, freezes, environments, override, notify } = config;
  return {
    roles,
    mode,
    comments,
    windows: Object.fromEntries(
      Object.entries(config.windows).map(([name, window]) => [name, timetableOf(window, calendars)]),
    ),
    freezes,
    environments,
    ...(override === undefined ? {} : { override: overrideOf(override) }),
    notifyOnBlock: notify?.on_block ?? [],
    procedures: taken.map(({ procedure }) => procedure),
    findings: toldAtUse(findings, ingredients),
  };
};

const overrideOf = (form: NonNullable<EffectiveConfig["override"]>): NonNullable<Policy["override"]> => ({
  roles: form.roles,
  lastsMs: durationMs(form.expires ?? "24h"),
  secondPerson: form.second_person,
});

interface Taken {
  readonly use: Use;
  readonly sourced: Sourced;
  readonly procedure: AdoptedProcedure;
}

interface Adopted {
  readonly taken?: Taken;
  readonly findings: readonly Finding[];
}

/** With the calendars among the documents. */
interface Prepared extends Ingredients {
  readonly calendars: Calendars;
}

const adopt = (use: Use, ingredients: Prepared): Adopted => {
  const { documents } = ingredients;
  const document = documents.get(referenceKey(use.reference)) ?? { missing: "it was not read" };
  if ("missing" in document) {
    const { missing, remedy = "Add it, or remove the line." } = document;
    const message = `The procedure \`${use.written}\` is missing: ${missing}. ${remedy}`;
    return { findings: [atUse(use, { code: "missing-procedure", message })] };
  }
  const { sourced, findings } = parseSourced(document.text, document.file);
  if (sourced === undefined) return { findings: [...findings, ...unexplained(findings, use)] };
  const empty = sourced.procedure.phases.length === 0;
  const message = `The procedure \`${use.written}\` has no steps, so it would ask for nothing. Add steps, or remove the line.`;
  return {
    taken: { use, sourced, procedure: adoptedProcedure(use, { sourced, document, ingredients }) },
    findings: [
      ...findings,
      ...(empty ? [atUse(use, { code: "no-steps", message })] : []),
      ...unknownParameters(use, sourced.procedure),
    ],
  };
};

/** A value for a parameter that the document does not have would change nothing, unseen. */
const unknownParameters = (use: Use, { parameters }: Procedure): readonly Finding[] => {
  const known = Object.keys(parameters);
  return Object.keys(use.parameters ?? {})
    .filter((name) => !known.includes(name))
    .map((name) => {
      const expected = known.length === 0 ? "It has none." : `It has ${oneOf(known)}.`;
      const message = `The procedure \`${use.written}\` has no parameter \`${name}\`. ${expected}${didYouMean(name, known)}`;
      return atUse(use, { code: "unknown-parameter", message });
    });
};

interface Found {
  readonly sourced: Sourced;
  readonly document: { readonly url?: string };
  readonly ingredients: Prepared;
}

const adoptedProcedure = (use: Use, { sourced, document, ingredients }: Found): AdoptedProcedure => {
  const { config, repository, calendars } = ingredients;
  const key = shownReference(use.reference);
  const reference = use.reference.kind === "path" && repository !== undefined ? `${repository}:${key}` : key;
  const { applies = sourced.procedure.applies } = use;
  const procedure: Procedure = {
    ...sourced.procedure,
    ...(applies === undefined ? {} : { applies }),
    parameters: { ...sourced.procedure.parameters, ...use.parameters },
  };
  return {
    procedure,
    mode: use.mode ?? config.mode,
    source: document.url === undefined ? { reference } : { reference, url: document.url },
    calendars: ownCalendars(sourced, use.reference, calendars),
  };
};

/** A document without a model always has an error; should it not, the gate must be shut all the same. */
const unexplained = (findings: readonly Finding[], use: Use): readonly Finding[] =>
  isSound(findings)
    ? [atUse(use, { code: "unreadable", message: `The procedure \`${use.written}\` can't be read.` })]
    : [];

const atUse = (use: Use, { code, message }: Pick<Finding, "code" | "message">): Finding => ({
  code: `config/${code}`,
  severity: "error",
  message,
  file: use.file,
  ...use.at,
});

/** The ledger knows procedures by id, so two with one id would share their ticks. */
const sameId = (taken: readonly Taken[]): readonly Finding[] => {
  const first = new Map<string, Use>();
  return taken.flatMap(({ use, sourced: { procedure } }) => {
    const before = first.get(procedure.id);
    first.set(procedure.id, before ?? use);
    if (before === undefined) return [];
    const message = `\`${use.written}\` and \`${before.written}\` have the same id \`${procedure.id}\`; give one of them another \`id\`.`;
    return [atUse(use, { code: "same-id", message })];
  });
};

const undefinedRoles = (sourced: Sourced, { roles }: EffectiveConfig): readonly Finding[] => {
  const known = Object.keys(roles);
  return requirements(sourced).flatMap(({ requirement, source }) =>
    requirement
      .needs()
      .roles.filter((role) => !known.includes(role))
      .map((role) => ({
        code: "procedure/unknown-role",
        severity: "error" as const,
        message: unknownRole(role, known),
        file: source.file,
        ...whereIs(source, (scalar) => scalar === role),
      })),
  );
};

const undefinedProcedures = (sourced: Sourced, taken: readonly Taken[]): readonly Finding[] => {
  const known = taken.map(({ sourced: { procedure } }) => procedure.id);
  return requirements(sourced).flatMap(({ requirement, source }) =>
    proceduresMissed(requirement)
      .filter((id) => !known.includes(id))
      .map((id) => ({
        code: "procedure/unknown-procedure",
        severity: "error" as const,
        message: `No procedure with the id \`${id}\` is in the config; add it under \`procedures\`.${didYouMean(id, known)}`,
        file: source.file,
        ...whereIs(source, (scalar) => scalar === id),
      })),
  );
};
