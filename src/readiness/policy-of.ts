import { assemblePolicy, type ReadDocument } from "../procedures/assemble.ts";
import { parseConfig, references, type Config } from "../procedures/config.ts";
import type { Finding } from "../procedures/finding.ts";
import { NO_POLICY, type Policy } from "../procedures/policy.ts";
import { referenceKey, type Reference } from "../procedures/reference.ts";

/** A file of config or procedures; `oid` is null where there is no such file. */
export interface PolicyFile {
  readonly oid: string | null;
  readonly text: string | null;
  readonly problem?: string;
}

/** Where a config or procedure is: the subject's repository, or the owner's `.github` repository. */
export interface Place {
  readonly where: "home" | "organisation";
  readonly path: string;
}

export const placeKey = ({ where, path }: Place): string => `${where}:${path}`;

/** What the files read so far make: a policy, the places of more files it needs, or nothing to enforce. */
export type PolicyState =
  | { readonly state: "more"; readonly places: readonly Place[] }
  | { readonly state: "none" }
  | { readonly state: "policy"; readonly policy: Policy };

/** By convention the same path in every repository, and in the owner's `.github` repository for those that have none. */
export const CONFIG_PATH = ".github/gatehouse.yml";

export interface PolicyContext {
  readonly files: ReadonlyMap<string, PolicyFile>;
  readonly owner: string;
  readonly name: string;
  /** Address of the repository at the branch the files are from, without a closing slash. */
  readonly url: string;
  /** The text of a built-in procedure. */
  readonly builtin: (id: string) => string | undefined;
}

/** Puts a policy together from files that were read; pure, so that it can be asked again with more of them. */
export const policyOf = (context: PolicyContext): PolicyState => {
  const { files, owner, name } = context;
  const places: readonly Place[] = [
    { where: "home", path: CONFIG_PATH },
    { where: "organisation", path: CONFIG_PATH },
  ];
  const unread = places.filter((place) => !files.has(placeKey(place)));
  if (unread.length > 0) return { state: "more", places: unread };
  const place = places.find((one) => files.get(placeKey(one))?.oid != null);
  if (place === undefined) return { state: "none" };
  const file = files.get(placeKey(place));
  const shown = place.where === "home" ? CONFIG_PATH : `${owner}/.github:${CONFIG_PATH}`;
  if (file?.text == null) return broken(unreadable(shown, file?.problem));
  const repository = place.where === "home" ? `${owner}/${name}` : `${owner}/.github`;
  const { config, findings } = parseConfig(file.text, shown, { repository });
  return config === undefined ? broken(...findings) : assembled({ context, place, repository }, config, findings);
};

interface Assembling {
  readonly context: PolicyContext;
  readonly place: Place;
  readonly repository: string;
}

const assembled = (
  { context, place, repository }: Assembling,
  config: Config,
  findings: readonly Finding[],
): PolicyState => {
  const wanted = references(config);
  const missing = wanted
    .flatMap((reference) => placeOf(reference, place))
    .filter((one) => !context.files.has(placeKey(one)));
  if (missing.length > 0) return { state: "more", places: missing };
  const documents = new Map(
    wanted.map((reference) => [referenceKey(reference), documentOf(reference, { context, place, repository })]),
  );
  const policy = assemblePolicy({ config, documents, repository });
  return { state: "policy", policy: { ...policy, findings: [...findings, ...policy.findings] } };
};

/** A path in a config is a path in the repository the config is in. */
const placeOf = (reference: Reference, config: Place): readonly Place[] =>
  reference.kind === "path" ? [{ where: config.where, path: reference.path }] : [];

const documentOf = (reference: Reference, assembling: Assembling): ReadDocument => {
  switch (reference.kind) {
    case "builtin": {
      const text = assembling.context.builtin(reference.id);
      if (text === undefined) return { missing: "Gatehouse ships no procedure of that name" };
      return { text, file: `builtin:${reference.id}.yml` };
    }
    case "path":
      return fileAt(reference.path, assembling);
    case "elsewhere":
      return { missing: "this version of Gatehouse reads procedures from the same repository only" };
  }
};

const fileAt = (path: string, { context, place, repository }: Assembling): ReadDocument => {
  const file = context.files.get(placeKey({ where: place.where, path }));
  if (file?.oid == null) return { missing: `there is no such file in ${repository}` };
  if (file.text === null) return { missing: file.problem ?? "it can't be read" };
  if (place.where === "home") return { text: file.text, file: path, url: `${context.url}/${path}` };
  return { text: file.text, file: `${repository}:${path}` };
};

const broken = (...findings: readonly Finding[]): PolicyState => ({
  state: "policy",
  policy: { ...NO_POLICY, findings },
});

const unreadable = (file: string, problem: string | undefined): Finding => ({
  code: "config/unreadable",
  severity: "error",
  message: `The config can't be read: ${problem ?? "GitHub handed over nothing"}.`,
  file,
  line: 1,
  column: 1,
});
