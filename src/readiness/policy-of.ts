import { assemblePolicy } from "../procedures/assemble.ts";
import { calendarUses } from "../procedures/calendars.ts";
import { parseConfig, type Config, type EffectiveConfig } from "../procedures/config.ts";
import type { Finding } from "../procedures/finding.ts";
import { composed, isBinding } from "../procedures/organisation.ts";
import { NO_POLICY, type Policy } from "../procedures/policy.ts";
import { ownerOf, referenceKey, sameRepository } from "../procedures/reference.ts";
import { withheld } from "./policy-access.ts";
import { calendarOf, documentOf, placeIn, visibilityOf } from "./policy-documents.ts";
import { CONFIG_PATH, configPlaces, placeKey, repositoryOf, whereOf, type Place, type Where } from "./policy-places.ts";

/** Who may read a repository, as GitHub says. */
export type Visibility = "public" | "internal" | "private";

/** A file of config or procedures; `oid` is null where there is no such file. */
export interface PolicyFile {
  readonly oid: string | null;
  readonly text: string | null;
  readonly problem?: string;
  /**
   * Why nothing is known of the file: its repository is not there or not for us to see, or GitHub refuses to show files of it. `lost`:
   * it could be read before. Absent: the repository could be read, so without `oid` there is no such file.
   */
  readonly absence?: "hidden" | "forbidden" | "lost";
  /** Of an organisation's config that is broken: it is known that it locked nothing when it could last be read. */
  readonly lockedNothing?: boolean;
  /** Of the repository it is in. */
  readonly visibility?: Visibility;
  /** Where people can read it. */
  readonly url?: string;
}

/** What the files read so far make: a policy, the places of more files it needs, or nothing to enforce. */
export type PolicyState =
  | { readonly state: "more"; readonly places: readonly Place[] }
  | { readonly state: "none" }
  | { readonly state: "policy"; readonly policy: Policy };

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
  const unread = lackingPlaces(context, configPlaces(context));
  if (unread.length > 0) return { state: "more", places: unread };
  const own = configAt("home", context);
  const organisation = organisationFor(own, configAt("organisation", context));
  if (own === undefined && organisation === undefined) return { state: "none" };
  const extended = extendedBy(own?.config, context);
  if (extended !== undefined && "place" in extended) return { state: "more", places: [extended.place] };
  const read = [own, organisation, extended].flatMap((one) => one ?? []);
  if (read.some(({ config }) => config === undefined)) return broken(read.flatMap(({ findings }) => findings));
  const { config, findings } = composed({
    own: own?.config,
    extended: extended?.config,
    organisation: organisation?.config,
  });
  return assembled(context, config, [...read.flatMap((one) => one.findings), ...findings]);
};

/** A config that was read, or why it can't be relied on. */
interface ReadConfig {
  readonly config?: Config;
  readonly findings: readonly Finding[];
  /** Of an organisation's: whether it may lock something, as far as one can tell. */
  readonly mayBind: boolean;
}

/** The config at a place; undefined where there is none and none is known of. */
const configAt = (where: Where, context: PolicyContext): ReadConfig | undefined => {
  const file = context.files.get(placeKey({ where, path: CONFIG_PATH }));
  const repository = repositoryOf(where, context);
  const shown = where === "home" ? CONFIG_PATH : `${repository}:${CONFIG_PATH}`;
  if (file?.absence === "lost") return { findings: [lost(shown, repository)], mayBind: true };
  if (file?.oid == null) return undefined;
  if (file.text === null) return { findings: [unreadable(shown, file.problem)], mayBind: true };
  const { config, findings } = parseConfig(file.text, shown, { repository });
  const told = where === "home" ? findings : findings.filter(({ severity }) => severity === "error");
  const mayBind = config === undefined ? mayHaveBound(file) : isBinding(config);
  return { ...(config === undefined ? {} : { config }), findings: told, mayBind };
};

/** A slip in the word `locked` must not unlock anything, so the text alone never tells that nothing is locked. */
const mayHaveBound = ({ lockedNothing, text }: PolicyFile): boolean =>
  lockedNothing !== true || /\blocked\b/u.test(text ?? "");

/** One that locks nothing is of no concern to a repository that neither extends it nor lacks a config of its own, broken or not. */
const organisationFor = (own: ReadConfig | undefined, organisation: ReadConfig | undefined): ReadConfig | undefined => {
  if (organisation === undefined || own === undefined || organisation.mayBind) return organisation;
  const extended = own.config?.extends;
  return extended !== undefined && whereOf(extended) === "organisation" ? organisation : undefined;
};

type Extended = ReadConfig | { readonly place: Place } | undefined;

/** The config that `extends` names; the organisation's is read anyway. */
const extendedBy = (own: Config | undefined, context: PolicyContext): Extended => {
  const { owner, name } = context;
  const repository = own?.extends;
  if (own === undefined || repository === undefined || !isForeign(repository, context)) return undefined;
  const place: Place = { where: whereOf(repository), path: CONFIG_PATH };
  const file = context.files.get(placeKey(place));
  if (file === undefined) return { place };
  const isOffered = place.where === "organisation";
  const problem = withheld({ ...place, repository, file, home: visibilityOf(context), isOffered });
  if (problem === undefined) return isOffered ? undefined : configAt(place.where, { ...context, owner, name });
  const message = `\`${repository}\` can't be built on: ${problem.missing}. ${problem.remedy}`;
  const at = own.valueAt(["extends"]);
  return {
    findings: [{ code: "config/extends-missing", severity: "error", message, file: own.file, ...at }],
    mayBind: true,
  };
};

/** Another repository of this owner; what else \`extends\` may say is an error of the config itself. */
const isForeign = (repository: string, { owner, name }: PolicyContext): boolean =>
  ownerOf(repository) === owner.toLowerCase() && !sameRepository(repository, `${owner}/${name}`);

const assembled = (context: PolicyContext, config: EffectiveConfig, findings: readonly Finding[]): PolicyState => {
  const wanted = config.procedures.map(({ reference }) => reference);
  const places = lackingPlaces(
    context,
    wanted.flatMap((reference) => placeIn(reference, context)),
  );
  if (places.length > 0) return { state: "more", places };
  const procedures = new Map(config.procedures.map((use) => [referenceKey(use.reference), documentOf(use, context)]));
  const calendars = calendarUses({ config, documents: procedures });
  const lacking = lackingPlaces(
    context,
    calendars.flatMap(({ reference }) => placeIn(reference, context)),
  );
  if (lacking.length > 0) return { state: "more", places: lacking };
  const read = calendars.map((use) => [referenceKey(use.reference), calendarOf(use, context)] as const);
  const documents = new Map([...procedures, ...read]);
  const policy = assemblePolicy({ config, documents, repository: `${context.owner}/${context.name}` });
  return { state: "policy", policy: { ...policy, findings: [...findings, ...policy.findings] } };
};

const lackingPlaces = ({ files }: PolicyContext, places: readonly Place[]): readonly Place[] =>
  places.filter((place) => !files.has(placeKey(place)));

const broken = (findings: readonly Finding[]): PolicyState => ({
  state: "policy",
  policy: { ...NO_POLICY, findings },
});

const atTop = (code: string, message: string, file: string): Finding => ({
  code: `config/${code}`,
  severity: "error",
  message,
  file,
  line: 1,
  column: 1,
});

const unreadable = (file: string, problem = "GitHub handed over nothing"): Finding =>
  atTop("unreadable", `The config can't be read: ${problem}.`, file);

const lost = (file: string, repository: string): Finding =>
  atTop(
    "organisation-lost",
    `Gatehouse has read this config before and is not let into \`${repository}\` any more, so nobody knows what it asks for. Add \`${repository}\` to the repositories of the Gatehouse App. To do without it, remove the config there first.`,
    file,
  );
