import { ConfigForm } from "./config-schema.ts";
import type { Finding } from "./finding.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import type { Position } from "./position.ts";
import type { Predicate } from "./predicates.ts";
import { referenceKey, type Reference } from "./reference.ts";
import { validate } from "./validate.ts";
import { readYaml, type Path, type YamlDocument } from "./yaml.ts";

/** One line under `procedures`. */
export interface Use {
  readonly reference: Reference;
  /** As it is written in the config, for messages. */
  readonly written: string;
  /** Takes the place of the document's own condition. */
  readonly applies?: Predicate;
  readonly mode?: "enforce" | "shadow";
  readonly at: Position;
}

/** A config that could be read. */
export interface Config extends Omit<ConfigForm, "procedures"> {
  readonly file: string;
  readonly procedures: readonly Use[];
}

export interface ParsedConfig {
  readonly config?: Config;
  readonly findings: readonly Finding[];
}

/** Reads `.github/gatehouse.yml`. `repository` is `owner/name`, by which references to other owners are told. */
export const parseConfig = (text: string, file: string, where: { readonly repository?: string } = {}): ParsedConfig => {
  const document = readYaml(text, { file });
  if (!document.ok) return { findings: document.findings };
  const validated = validate(ConfigForm, document, { area: "config", value: document.value ?? {} });
  if (!validated.ok) return { findings: validated.findings };
  const config = withPlaces(validated.value, document);
  return { config, findings: RULES.flatMap((rule) => rule({ config, document, ...where })) };
};

/** The documents a config asks for, each once. */
export const references = (config: Config): readonly Reference[] => [
  ...new Map(config.procedures.map(({ reference }) => [referenceKey(reference), reference])).values(),
];

const withPlaces = (form: ConfigForm, document: YamlDocument): Config => ({
  ...form,
  file: document.file,
  procedures: form.procedures.map(({ use, ...rest }, index) => ({
    ...rest,
    reference: use,
    written:
      document.written(["procedures", index]) ?? document.written(["procedures", index, "use"]) ?? referenceKey(use),
    at: document.locate(["procedures", index]),
  })),
});

interface Ruled {
  readonly config: Config;
  readonly document: YamlDocument;
  readonly repository?: string;
}

type Rule = (ruled: Ruled) => readonly Finding[];

const error = (code: string, message: string, { document, path }: { document: YamlDocument; path: Path }): Finding => ({
  code: `config/${code}`,
  severity: "error",
  message,
  file: document.file,
  ...document.locate(path),
});

/** What is not enforced yet must not look as if it were. */
const notYet: Rule = ({ config, document }) =>
  (["extends", "locked"] as const)
    .filter((key) => config[key] !== undefined)
    .map((key) => ({
      ...error("not-yet", `This version of Gatehouse does not support \`${key}\` yet; remove it or update Gatehouse.`, {
        document,
        path: [key],
      }),
      ...document.locateKey([key]),
    }));

/** Accepted, so that a config can be written for what comes; said, so that nobody relies on it today. */
const withoutEffect: Rule = ({ config, document }) =>
  (["windows", "freezes", "override", "notify"] as const)
    .filter((key) => Object.keys(config[key] ?? {}).length > 0)
    .map((key) => ({
      ...error(
        "no-effect-yet",
        `\`${key}\` has no effect in this version of Gatehouse; nothing is held back or opened by it.`,
        {
          document,
          path: [key],
        },
      ),
      ...document.locateKey([key]),
      severity: "warning",
    }));

const noProcedures: Rule = ({ config, document }) =>
  config.procedures.length > 0
    ? []
    : [{ ...error("no-procedures", NO_PROCEDURES, { document, path: ["procedures"] }), severity: "warning" }];

const NO_PROCEDURES =
  "The config names no procedures, so nothing is asked for. Add some, such as `procedures: [builtin:release-readiness]`.";

const usedTwice: Rule = ({ config, document }) => {
  const seen = new Set<string>();
  return config.procedures.flatMap(({ reference, written }, index) => {
    const key = referenceKey(reference);
    const before = seen.has(key);
    seen.add(key);
    return before
      ? [error("used-twice", `\`${written}\` is named twice; remove one.`, { document, path: ["procedures", index] })]
      : [];
  });
};

const otherOwner: Rule = ({ config, document, repository }) => {
  const owner = repository?.split("/", 1)[0]?.toLowerCase();
  return config.procedures.flatMap(({ reference, written }, index) => {
    if (owner === undefined || reference.kind !== "elsewhere") return [];
    if (reference.repository.split("/", 1)[0]?.toLowerCase() === owner) return [];
    const message = `\`${written}\` belongs to another owner; procedures come from repositories of \`${owner}\` only.`;
    return [error("other-owner", message, { document, path: ["procedures", index] })];
  });
};

const unknownRoles: Rule = ({ config, document }) => {
  const known = Object.keys(config.roles);
  const named: readonly (readonly [Path, readonly string[]])[] = [
    [["override", "roles"], config.override?.roles ?? []],
    [["notify", "on_block"], config.notify?.on_block ?? []],
  ];
  return named.flatMap(([path, roles]) =>
    roles.flatMap((role, index) =>
      known.includes(role)
        ? []
        : [error("unknown-role", unknownRole(role, known), { document, path: [...path, index] })],
    ),
  );
};

/** The sentence for a role that the config does not define. */
export const unknownRole = (role: string, known: readonly string[]): string => {
  const meant = didYouMean(role, known);
  const expected =
    known.length === 0
      ? "The config defines none; add it under `roles`."
      : `Expected ${oneOf(known)}, or add it under \`roles\`.`;
  return `The role \`${role}\` is not defined.${meant === "" ? ` ${expected}` : meant}`;
};

const RULES: readonly Rule[] = [notYet, withoutEffect, noProcedures, usedTwice, otherOwner, unknownRoles];
