import type { CalendarUse, Config, EffectiveConfig, Use } from "./config.ts";
import type { Finding } from "./finding.ts";
import { lay, NO_SHELVES, WHOLE, type Shelves } from "./layers.ts";
import { sameRepository, shownReference, type Reference } from "./reference.ts";
import { unknownRole } from "./unknown-role.ts";

/** The configs that speak for a repository; `own` or `organisation` is there. */
export interface Layers {
  /** The repository's own. */
  readonly own?: Config | undefined;
  /** The one that `extends` names, unless it is the organisation's. */
  readonly extended?: Config | undefined;
  /** That of the owner's `.github` repository. */
  readonly organisation?: Config | undefined;
}

export interface Composed {
  readonly config: EffectiveConfig;
  readonly findings: readonly Finding[];
}

/**
 * What holds in a repository. Without a config of its own, or where it extends it, a repository has all of its organisation's config,
 * otherwise what that locked. A lower config wins where nothing is locked, and can only add where something is.
 */
export const composed = (layers: Layers): Composed => {
  const { own, extended } = layers;
  const bases = [baselineOf(layers), extended].flatMap((layer) => (layer === undefined ? [] : [elsewhere(layer)]));
  let standing = { shelves: NO_SHELVES, findings: [] as readonly Finding[] };
  for (const layer of [...bases, ...(own === undefined ? [] : [atHome(own)])]) {
    const { shelves, findings } = lay(standing.shelves, layer, { binds: layer.file !== own?.file });
    standing = { shelves, findings: [...standing.findings, ...findings] };
  }
  const { shelves } = standing;
  const config = configOf(shelves);
  return {
    config,
    findings: [...standing.findings, ...chain(extended), ...spared(shelves, own), ...lacking(config, shelves, layers)],
  };
};

/** Whether an organisation's config has a say in repositories that have one of their own and don't extend it. */
export const isBinding = ({ locked = [] }: Pick<Config, "locked">): boolean => locked.length > 0;

const baselineOf = ({ own, organisation }: Layers): Config | undefined => {
  if (own === undefined || organisation === undefined) return organisation;
  if (sameRepository(own.extends ?? "", organisation.repository ?? ".github")) return organisation;
  return isBinding(organisation) ? lockedPart(organisation) : undefined;
};

/** Roles and windows are words that what is locked speaks in; everything else counts only where it is locked. */
const lockedPart = (config: Config): Config => {
  const { locked = [], given, override, notify, ...rest } = config;
  const isLocked = (key: string): boolean => locked.some((one) => one === key);
  return {
    ...rest,
    locked,
    given: given.filter(isLocked),
    procedures: isLocked("procedures") ? rest.procedures : [],
    freezes: isLocked("freezes") ? rest.freezes : [],
    environments: isLocked("environments") ? rest.environments : {},
    ...(override === undefined || !isLocked("override") ? {} : { override }),
    ...(notify === undefined || !isLocked("notify") ? {} : { notify }),
  };
};

/** A path in a config is a path in the repository that the config is in; what is locked there keeps that config's mode. */
const elsewhere = (config: Config): Config => {
  const locks = config.locked?.includes("procedures") === true;
  return {
    ...withUses(config, (use, repository) => ({
      ...use,
      ...(locks ? { mode: use.mode ?? config.mode } : {}),
      reference: foreignPath(use.reference, repository),
    })),
    windows: windowsElsewhere(config),
  };
};

const foreignPath = (reference: Reference, repository: string): Reference =>
  reference.kind === "path" ? { kind: "elsewhere", repository, path: reference.path } : reference;

const windowsElsewhere = ({ windows, repository }: Config): Config["windows"] => {
  if (repository === undefined) return windows;
  const moved = (use: CalendarUse): CalendarUse => {
    const reference = foreignPath(use.reference, repository);
    return { ...use, reference, written: shownReference(reference) };
  };
  return Object.fromEntries(
    Object.entries(windows).map(([name, window]) => [name, { ...window, calendars: window.calendars.map(moved) }]),
  );
};

/** A repository that names itself means the branch it is judged by, as with any path. */
const atHome = (config: Config): Config =>
  withUses(config, (use, repository) => ({ ...use, reference: ownPath(use.reference, repository) }));

const ownPath = (reference: Reference, repository: string): Reference =>
  reference.kind === "elsewhere" && sameRepository(reference.repository, repository)
    ? { kind: "path", path: reference.path }
    : reference;

const withUses = (config: Config, change: (use: Use, repository: string) => Use): Config => {
  const { repository } = config;
  if (repository === undefined) return config;
  return { ...config, procedures: config.procedures.map((use) => change(use, repository)) };
};

const configOf = (shelves: Shelves): EffectiveConfig => {
  const override = shelves.override.get(WHOLE)?.value;
  const notify = shelves.notify.get(WHOLE)?.value;
  const isSpared = trialOnly(shelves);
  return {
    mode: isSpared ? "enforce" : modeOf(shelves),
    roles: valuesOf(shelves.roles),
    windows: valuesOf(shelves.windows),
    freezes: Object.values(valuesOf(shelves.freezes)),
    environments: valuesOf(shelves.environments),
    procedures: Object.values(valuesOf(shelves.procedures)).map((use) =>
      isSpared ? { ...use, mode: use.mode ?? "shadow" } : use,
    ),
    comments: shelves.comments.get(WHOLE)?.value ?? { checklist: true, status: true, issues: true },
    ...(override === undefined ? {} : { override }),
    ...(notify === undefined ? {} : { notify }),
  };
};

const valuesOf = <Value>(
  shelf: ReadonlyMap<string, { readonly value: Value | undefined }>,
): Readonly<Record<string, Value>> =>
  Object.fromEntries([...shelf].flatMap(([name, { value }]) => (value === undefined ? [] : [[name, value]])));

const modeOf = ({ mode }: Shelves): Config["mode"] => mode.get(WHOLE)?.value ?? "enforce";

/** A repository on trial as a whole would put what is locked on trial with it. */
const trialOnly = (shelves: Shelves): boolean =>
  modeOf(shelves) === "shadow" &&
  [...shelves.procedures.values()].some(({ value, lockedBy }) => lockedBy !== undefined && value?.mode === "enforce");

const spared = (shelves: Shelves, own: Config | undefined): readonly Finding[] => {
  const by = [...shelves.procedures.values()].find(({ lockedBy }) => lockedBy !== undefined)?.lockedBy;
  if (own === undefined || by === undefined || !trialOnly(shelves)) return [];
  const message = `\`mode: shadow\` holds for this repository's own procedures only; those of \`${by.repository ?? by.file}\` are locked.`;
  return [{ ...finding("shadow-in-part", message, own), ...own.keyAt(["mode"]), severity: "warning" }];
};

const finding = (code: string, message: string, { file }: Config): Omit<Finding, "line" | "column"> => ({
  code: `config/${code}`,
  severity: "error",
  message,
  file,
});

const chain = (extended: Config | undefined): readonly Finding[] => {
  if (extended?.extends === undefined) return [];
  const message = `This config is built on by others and itself builds on \`${extended.extends}\`; one level is all there is. Name \`${extended.extends}\` in \`extends\` of those, or remove it here.`;
  return [{ ...finding("extends-chain", message, extended), ...extended.keyAt(["extends"]) }];
};

const lacking = (config: EffectiveConfig, shelves: Shelves, { own, organisation }: Layers): readonly Finding[] => [
  ...noProcedures(config, own ?? organisation),
  ...unknownRoles(config, shelves.override.get(WHOLE), ["override", "roles"]),
  ...unknownRoles(config, shelves.notify.get(WHOLE), ["notify", "on_block"]),
];

const noProcedures = ({ procedures }: EffectiveConfig, config: Config | undefined): readonly Finding[] =>
  procedures.length > 0 || config === undefined
    ? []
    : [{ ...finding("no-procedures", NO_PROCEDURES, config), ...config.valueAt(["procedures"]), severity: "warning" }];

const NO_PROCEDURES =
  "The config names no procedures, so nothing is asked for. Add some, such as `procedures: [builtin:release-readiness]`.";

interface Naming {
  readonly value: { readonly roles?: readonly string[]; readonly on_block?: readonly string[] } | undefined;
  readonly from: Config;
}

const unknownRoles = (
  { roles }: EffectiveConfig,
  held: Naming | undefined,
  path: readonly [string, "roles" | "on_block"],
): readonly Finding[] => {
  const known = Object.keys(roles);
  return (held?.value?.[path[1]] ?? []).flatMap((role, index) =>
    held === undefined || known.includes(role)
      ? []
      : [{ ...finding("unknown-role", unknownRole(role, known), held.from), ...held.from.valueAt([...path, index]) }],
  );
};
