import { readFileSync, realpathSync } from "node:fs";
import { basename, dirname, join, posix, resolve } from "node:path";
import { load } from "js-yaml";
import type { PolicyOf } from "../../github/proposal.ts";
import type { PolicyFile } from "../../readiness/policy-of.ts";
import { CONFIG_PATH, placeKey, placeOf, type Where } from "../../readiness/policy-places.ts";
import { builtinNamed } from "../procedures/named-builtin.ts";
import { PROCEDURE } from "../read-procedure-text.ts";
import { readText } from "../read-text.ts";
import type { Shell } from "../shell.ts";
import { STDIN } from "../unusable-file.ts";

/** Documents of this machine that stand in for those of the repository. */
export interface LocalDocuments {
  /** The config as given by `--config`. */
  readonly config?: { readonly file: string; readonly text: string } | undefined;
  /** The one procedure to judge by, instead of those that the config names. */
  readonly procedure?: LocalProcedure | undefined;
  /** The text of a file of the checkout that the config is in; undefined where there is none. */
  readonly beside: (path: string) => string | undefined;
}

export interface LocalProcedure {
  /** As it was given: a file's name, or `builtin:ID`. */
  readonly file: string;
  /** Absent for a built-in one. */
  readonly text?: string;
}

/** Reads what `--config` and `--procedure` name. Throws `WrongUse`. */
export const localDocuments = async (
  { config, procedure }: { readonly config?: string | undefined; readonly procedure?: string | undefined },
  shell: Shell,
): Promise<LocalDocuments> => ({
  config:
    config === undefined
      ? undefined
      : { file: config, text: await readText(config, shell, "a config, such as `.github/gatehouse.yml`") },
  procedure: procedure === undefined ? undefined : await procedureOf(procedure, shell),
  beside: config === undefined || config === STDIN ? () => undefined : besides(resolve(shell.cwd, dirname(config))),
});

const procedureOf = async (file: string, shell: Shell): Promise<LocalProcedure> => {
  const builtin = builtinNamed(file);
  return builtin === undefined ? { file, text: await readText(file, shell, PROCEDURE) } : { file: builtin.reference };
};

/** A config in `.github/` is a checkout's. What a symbolic link leads to is no part of that, as on GitHub. */
const besides = (folder: string): LocalDocuments["beside"] => {
  if (basename(folder) !== ".github") return () => undefined;
  return (path) => {
    try {
      const file = join(realpathSync(dirname(folder)), path);
      return realpathSync(file) === file ? readFileSync(file, "utf8") : undefined;
    } catch {
      return undefined;
    }
  };
};

/** Where the one procedure stands, as far as the policy is concerned. */
const AT = ".github/procedures";

/** The policy that the repository would have with these documents. Nothing is written anywhere. */
export const withLocal =
  (policyOf: PolicyOf, local: LocalDocuments): PolicyOf =>
  (files, at) => {
    const known = new Map([...files, ...ownFiles(local, files)]);
    const state = policyOf(known, at);
    if (state.state === "more") {
      const found = state.places.flatMap((place) => {
        const text = place.where === "home" ? local.beside(place.path) : undefined;
        return text === undefined ? [] : [[placeKey(place), fileOf(text)] as const];
      });
      if (found.length === 0) return state;
      return withLocal(policyOf, local)(new Map([...known, ...found]), at);
    }
    if (state.state !== "policy" || local.procedure === undefined) return state;
    const reference = referenceTo(local.procedure, `${at.owner}/${at.name}`);
    const { procedures } = state.policy;
    return {
      state: "policy",
      policy: { ...state.policy, procedures: procedures.filter(({ source }) => source.reference === reference) },
    };
  };

const CONFIG = placeKey({ where: "home", path: CONFIG_PATH });

const ownFiles = (
  { config, procedure }: LocalDocuments,
  files: ReadonlyMap<string, PolicyFile>,
): readonly (readonly [string, PolicyFile])[] => {
  const there = files.get(CONFIG);
  const text = config?.text ?? there?.text ?? undefined;
  if (procedure === undefined)
    return text === undefined || config === undefined ? [] : [[CONFIG, { ...there, ...fileOf(text) }]];
  if (there === undefined) return [];
  const adopting: PolicyFile = { ...there, ...fileOf(adoptedBy(text, procedure)) };
  if (procedure.text === undefined) return [[CONFIG, adopting]];
  const place = placeKey({ where: "home", path: `${AT}/${nameOf(procedure)}` });
  return [
    [CONFIG, adopting],
    [place, fileOf(procedure.text)],
  ];
};

/** A file that is there, with this text: what tells it from others is of no interest here. */
const fileOf = (text: string): Pick<PolicyFile, "oid" | "text"> => ({ oid: "local", text });

const nameOf = ({ file }: LocalProcedure): string => posix.basename(file.replaceAll("\\", "/"));

/** The config with this procedure and no other; one that can't be read stays as it is, and is told to be wrong. */
const adoptedBy = (text: string | undefined, procedure: LocalProcedure): string => {
  const procedures = [procedure.text === undefined ? procedure.file : `./procedures/${nameOf(procedure)}`];
  if (text === undefined) return JSON.stringify({ version: 1, procedures });
  try {
    const config: unknown = load(text);
    if (typeof config !== "object" || config === null) return text;
    return JSON.stringify({ ...config, procedures });
  } catch {
    return text;
  }
};

const referenceTo = (procedure: LocalProcedure, repository: string): string =>
  procedure.text === undefined ? procedure.file : `${repository}:${AT}/${nameOf(procedure)}`;

/** Repositories of the same owner that were asked for a config or procedure and did not answer. */
export const hiddenIn = (files: ReadonlyMap<string, PolicyFile>): readonly Where[] => [
  ...new Set([...files].flatMap(([key, { absence }]) => (absence === undefined ? [] : [placeOf(key).where]))),
];
