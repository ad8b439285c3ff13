import type { Config } from "./config.ts";
import type { Lockable } from "./config-schema.ts";
import { unjudgedInConfig } from "./environment-rules.ts";
import { unlikeListed } from "./environments-alike.ts";
import type { Finding } from "./finding.ts";
import { series } from "../requirements/wording.ts";
import { NEVER_OPENS, neverOpens } from "./never-opens.ts";
import { isOrganisation, ownerOf, referenceKey, sameRepository } from "./reference.ts";
import type { Path, YamlDocument } from "./yaml.ts";

interface Ruled {
  readonly config: Config;
  readonly document: YamlDocument;
  readonly repository?: string;
}

/** Something a config can get wrong by itself. */
type Rule = (ruled: Ruled) => readonly Finding[];

const error = (code: string, message: string, { document, path }: { document: YamlDocument; path: Path }): Finding => ({
  code: `config/${code}`,
  severity: "error",
  message,
  file: document.file,
  ...document.locate(path),
});

const warning = (code: string, message: string, where: { document: YamlDocument; path: Path }): Finding => ({
  ...error(code, message, where),
  severity: "warning",
});

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

/** Commands name roles in any case, so that two names that differ in nothing else can't be told apart. */
const rolesAlike: Rule = ({ config, document }) => {
  const names = Object.keys(config.roles);
  return names.flatMap((name, index) => {
    const other = names.slice(0, index).find((one) => one.toLowerCase() === name.toLowerCase());
    if (other === undefined) return [];
    const message = `The roles \`${other}\` and \`${name}\` differ only in case, and commands name roles in any case; give one another name, or join them.`;
    return [
      { ...error("roles-alike", message, { document, path: ["roles", name] }), ...document.locateKey(["roles", name]) },
    ];
  });
};

/** Commands and exemptions name freezes, in any case, and of two of one name only the last would hold. */
const freezesAlike: Rule = ({ config, document }) =>
  config.freezes.flatMap(({ name }, index) => {
    const other = config.freezes.slice(0, index).find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (other === undefined) return [];
    const message = `The freezes \`${other.name}\` and \`${name}\` have the same name, and only the name tells them apart; give one another name, such as one with its year.`;
    return [error("freezes-alike", message, { document, path: ["freezes", index, "name"] })];
  });

/** A freeze of an environment that is not the one meant freezes nothing. */
const freezesMisspelt: Rule = ({ config, document }) =>
  config.freezes.flatMap(({ environments = [] }, index) =>
    environments.flatMap((name, at) => {
      const message = unlikeListed(name, Object.keys(config.environments));
      const path = ["freezes", index, "environments", at];
      return message === undefined ? [] : [warning("environment-alike", message, { document, path })];
    }),
  );

const windowsNeverOpen: Rule = ({ config, document }) =>
  Object.entries(config.windows).flatMap(([name, window]) =>
    neverOpens(window)
      ? [warning("window-never-opens", NEVER_OPENS, { document, path: ["windows", name, "days"] })]
      : [],
  );

const otherOwner: Rule = ({ config, document, repository }) => {
  if (repository === undefined) return [];
  const owner = ownerOf(repository);
  return config.procedures.flatMap(({ reference, written }, index) => {
    if (reference.kind !== "elsewhere" || ownerOf(reference.repository) === owner) return [];
    const message = `\`${written}\` belongs to another owner; procedures come from repositories of \`${owner}\` only.`;
    return [error("other-owner", message, { document, path: ["procedures", index] })];
  });
};

const badExtends: Rule = ({ config, document, repository }) => {
  const problem = repository === undefined ? undefined : problemOfExtends(config.extends, repository);
  return problem === undefined ? [] : [error(problem.code, problem.message, { document, path: ["extends"] })];
};

const problemOfExtends = (extended: string | undefined, repository: string) => {
  if (extended === undefined) return undefined;
  const owner = ownerOf(repository);
  if (ownerOf(extended) !== owner)
    return {
      code: "other-owner",
      message: `\`${extended}\` belongs to another owner; a config builds on one of \`${owner}\` only.`,
    };
  if (sameRepository(extended, repository))
    return { code: "extends-itself", message: "A config can't build on itself; remove `extends`." };
  if (isOrganisation(repository))
    return {
      code: "extends-chain",
      message: `The config of \`${repository}\` is what others build on, and one level is all there is; remove \`extends\`.`,
    };
  return undefined;
};

/** Other repositories may build on this one, so it may be right; whoever expects it to bind this repository is told. */
const lockedHere: Rule = ({ config, document, repository }) =>
  config.locked === undefined || repository === undefined || isOrganisation(repository)
    ? []
    : [
        {
          ...error("locked-here", LOCKED_HERE, { document, path: ["locked"] }),
          ...document.locateKey(["locked"]),
          severity: "warning",
        },
      ];

const LOCKED_HERE =
  "`locked` has no effect in this repository; it binds the repositories whose config says `extends` with this one's name.";

/** What a locked procedure rests on: whose word counts, who opens its gate, and when its `window` is open. */
const FOOTING = {
  roles: { way: "`roles` (who holds them)", isThere: ({ roles }) => Object.keys(roles).length > 0 },
  override: { way: "`override` (who opens the gate)", isThere: ({ locked = [] }) => locked.includes("procedures") },
  windows: {
    way: "`windows` (when a step may be done)",
    isThere: ({ locked = [], windows }) => locked.includes("procedures") && Object.keys(windows).length > 0,
  },
  freezes: {
    way: "`freezes` (when it may not be done)",
    isThere: ({ locked = [], freezes }) => locked.includes("procedures") && freezes.length > 0,
  },
  environments: {
    way: "`environments` (whose pull requests a deployment asks)",
    isThere: ({ locked = [], environments }) => locked.includes("procedures") && Object.keys(environments).length > 0,
  },
} as const satisfies Partial<Record<Lockable, { readonly way: string; readonly isThere: (config: Config) => boolean }>>;

/** Procedures that are locked are no stronger than what they rest on. */
const looseEnds: Rule = ({ config, document }) => {
  const { locked = [] } = config;
  if (!locked.includes("procedures") && !locked.includes("override")) return [];
  const keys = ["roles", "override", "windows", "freezes", "environments"] as const;
  const loose = keys.filter((key) => !locked.includes(key) && FOOTING[key].isThere(config));
  if (loose.length === 0) return [];
  const ways = loose.map((key) => FOOTING[key].way);
  const message = `A repository can get round what is locked by ${series(ways)}; add ${ways.length === 1 ? "it" : "them"} to \`locked\`, or leave that to the repositories.`;
  return [
    {
      ...error("loose-ends", message, { document, path: ["locked"] }),
      ...document.locateKey(["locked"]),
      severity: "warning",
    },
  ];
};

/** In the order in which people read what is wrong. */
export const CONFIG_RULES: readonly Rule[] = [
  usedTwice,
  rolesAlike,
  freezesAlike,
  freezesMisspelt,
  windowsNeverOpen,
  otherOwner,
  badExtends,
  unjudgedInConfig,
  lockedHere,
  looseEnds,
];
