import type { Config, Use } from "./config.ts";
import type { Lockable } from "./config-schema.ts";
import type { Finding } from "./finding.ts";
import { referenceKey } from "./reference.ts";
import type { Path } from "./yaml.ts";

/** What one entry of each key is; a key that is one value as a whole has one entry. */
interface Values {
  readonly mode: Config["mode"];
  readonly roles: Config["roles"][string];
  readonly procedures: Use;
  readonly windows: Config["windows"][string];
  readonly freezes: Config["freezes"][number];
  readonly environments: Config["environments"][string];
  readonly override: NonNullable<Config["override"]>;
  readonly notify: NonNullable<Config["notify"]>;
  readonly comments: Config["comments"];
}

/** An entry as it stands after the layers so far. */
interface Held<Value> {
  /** Undefined: locked without a value. */
  readonly value: Value | undefined;
  readonly form: string | undefined;
  /** The config it is from. */
  readonly from: Config;
  /** The config that locked it. */
  readonly lockedBy?: Config;
}

type Shelf<Key extends Lockable> = ReadonlyMap<string, Held<Values[Key]>>;

/** Everything the layers so far make, in the order in which it was first named. */
export type Shelves = { readonly [Key in Lockable]: Shelf<Key> };

export const NO_SHELVES: Shelves = {
  mode: new Map(),
  roles: new Map(),
  procedures: new Map(),
  windows: new Map(),
  freezes: new Map(),
  environments: new Map(),
  override: new Map(),
  notify: new Map(),
  comments: new Map(),
};

/** Name of the one entry of a key that is a value as a whole. */
export const WHOLE = "";

/**
 * Lays a config over those before it: its entries win where nothing is locked. A locked entry stays as it is, with an error at the
 * line that would have changed it. `binds`: what the config itself locks counts for those that follow.
 */
export const lay = (
  before: Shelves,
  layer: Config,
  { binds }: { readonly binds: boolean },
): { readonly shelves: Shelves; readonly findings: readonly Finding[] } => {
  const findings: Finding[] = [];
  const laid = <Key extends Lockable>(key: Key): Shelf<Key> => {
    const { shelf, refused } = layKey(before[key], ENTRIES[key](layer), layer);
    findings.push(...refused.map((one) => refusal(one, layer)));
    return binds && layer.locked?.includes(key) === true ? locked(shelf, layer, WHOLES.has(key)) : shelf;
  };
  const shelves = {
    mode: laid("mode"),
    roles: laid("roles"),
    procedures: laid("procedures"),
    windows: laid("windows"),
    freezes: laid("freezes"),
    environments: laid("environments"),
    override: laid("override"),
    notify: laid("notify"),
    comments: laid("comments"),
  };
  return { shelves, findings };
};

interface Entry<Value> {
  readonly name: string;
  readonly value: Value;
  /** By which an entry that only says again what holds is known; undefined where it says nothing of its own. */
  readonly form: string | undefined;
  readonly path: Path;
  /** As people read it. */
  readonly shown: string;
}

const ENTRIES: { readonly [Key in Lockable]: (config: Config) => readonly Entry<Values[Key]>[] } = {
  mode: ({ given, mode }) => whole("mode", given.includes("mode") ? mode : undefined),
  roles: ({ roles }) =>
    Object.entries(roles).map(([name, value]) => ({
      name,
      value,
      form: JSON.stringify(value.map((one) => one.toLowerCase()).toSorted()),
      path: ["roles", name],
      shown: `The role \`${name}\``,
    })),
  procedures: ({ procedures }) =>
    procedures.map((use, index) => ({
      name: referenceKey(use.reference),
      value: use,
      form:
        (use.applies ?? use.mode ?? use.parameters) === undefined
          ? undefined
          : JSON.stringify([use.applies, use.mode, use.parameters]),
      path: ["procedures", index],
      shown: `\`${use.written}\``,
    })),
  windows: ({ windows }) =>
    Object.entries(windows).map(([name, value]) => ({
      name,
      value,
      form: windowForm(value),
      path: ["windows", name],
      shown: `The window \`${name}\``,
    })),
  freezes: ({ freezes }) =>
    freezes.map((freeze, index) => ({
      name: freeze.name,
      value: freeze,
      form: JSON.stringify(freeze),
      path: ["freezes", index],
      shown: `The freeze \`${freeze.name}\``,
    })),
  environments: ({ environments }) =>
    Object.entries(environments).map(([name, value]) => ({
      name: name.toLowerCase(),
      value,
      form: JSON.stringify(value),
      path: ["environments", name],
      shown: `The environment \`${name}\``,
    })),
  override: ({ override }) => whole("override", override),
  notify: ({ notify }) => whole("notify", notify),
  comments: ({ given, comments }) => whole("comments", given.includes("comments") ? comments : undefined),
};

/** A calendar is the same where it is the same file, wherever it is named. */
const windowForm = ({ calendars, ...window }: Values["windows"]): string =>
  JSON.stringify([window, calendars.map(({ reference }) => referenceKey(reference))]);

const whole = <Value>(key: Lockable, value: Value | undefined): readonly Entry<Value>[] =>
  value === undefined ? [] : [{ name: WHOLE, value, form: JSON.stringify(value), path: [key], shown: `\`${key}\`` }];

/** Keys that are one value: locked, they stay even where the locking config does not say them. */
const WHOLES: ReadonlySet<Lockable> = new Set(["mode", "override", "notify", "comments"] as const);

interface Refused {
  readonly path: Path;
  readonly shown: string;
  readonly lockedBy: Config;
}

const layKey = <Value>(before: ReadonlyMap<string, Held<Value>>, entries: readonly Entry<Value>[], from: Config) => {
  const shelf = new Map(before);
  const refused: Refused[] = [];
  for (const { name, value, form, path, shown } of entries) {
    const held = before.get(name);
    if (held?.lockedBy === undefined) shelf.set(name, { value, form, from });
    else if (form !== undefined && form !== held.form) refused.push({ path, shown, lockedBy: held.lockedBy });
  }
  return { shelf, refused };
};

const locked = <Value>(
  shelf: ReadonlyMap<string, Held<Value>>,
  layer: Config,
  isWhole: boolean,
): ReadonlyMap<string, Held<Value>> => {
  const added =
    isWhole && !shelf.has(WHOLE) ? [[WHOLE, { value: undefined, form: undefined, from: layer }] as const] : [];
  return new Map([...shelf, ...added].map(([name, held]) => [name, { lockedBy: layer, ...held }]));
};

const refusal = ({ path, shown, lockedBy }: Refused, layer: Config): Finding => ({
  code: "config/locked",
  severity: "error",
  message: `${shown} is locked by \`${lockedBy.repository ?? lockedBy.file}\` and can't be changed here. Remove it, or ask whoever keeps \`${lockedBy.file}\`.`,
  file: layer.file,
  ...layer.keyAt(path),
});
