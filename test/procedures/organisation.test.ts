import { describe, expect, test } from "@jest/globals";
import { parseConfig, type Config } from "../../src/procedures/config.ts";
import { composed, type Composed } from "../../src/procedures/organisation.ts";
import { shownReference } from "../../src/procedures/reference.ts";

const OWN = ".github/gatehouse.yml";

const configIn = (repository: string, text: string | undefined): Config | undefined => {
  if (text === undefined) return undefined;
  const file = repository === "acme/shop" ? OWN : `${repository}:${OWN}`;
  const { config, findings } = parseConfig(text, file, { repository });
  if (config === undefined) throw new Error(JSON.stringify(findings));
  return config;
};

interface Texts {
  readonly own?: string;
  readonly extended?: string;
  readonly organisation?: string;
}

const compose = ({ own, extended, organisation }: Texts): Composed =>
  composed({
    own: configIn("acme/shop", own),
    extended: configIn("acme/platform", extended),
    organisation: configIn("acme/.github", organisation),
  });

const proceduresOf = ({ config }: Composed): readonly string[] =>
  config.procedures.map(
    ({ reference, mode, applies }) =>
      `${shownReference(reference)}${mode === undefined ? "" : ` ${mode}`}${applies === undefined ? "" : " with a condition"}`,
  );

const said = ({ findings }: Composed): readonly string[] =>
  findings.map(
    ({ file, line, column, severity, message }) =>
      `${file}:${line}:${column} ${severity === "error" ? "" : "(warning) "}${message}`,
  );

const HOUSE = "roles: { lead: [ada], security: [sam] }\nmode: shadow\nprocedures: [./procedures/house.yml]\n";
const MINE = "roles: { lead: [max], qa: [quinn] }\nprocedures: [./procedures/mine.yml]\n";
const EXTENDING = `extends: acme/.github\n${MINE}`;

describe("whose config holds", () => {
  test.each<{ what: string; texts: Texts; procedures: readonly string[]; lead: string; mode: string }>([
    {
      what: "its own, without an organisation's",
      texts: { own: MINE },
      procedures: [".github/procedures/mine.yml"],
      lead: "max",
      mode: "enforce",
    },
    {
      what: "the organisation's, where it has none",
      texts: { organisation: HOUSE },
      procedures: ["acme/.github:.github/procedures/house.yml"],
      lead: "ada",
      mode: "shadow",
    },
    {
      what: "its own, where the organisation locks nothing",
      texts: { own: MINE, organisation: HOUSE },
      procedures: [".github/procedures/mine.yml"],
      lead: "max",
      mode: "enforce",
    },
    {
      what: "both, where it extends the organisation's",
      texts: { own: EXTENDING, organisation: HOUSE },
      procedures: ["acme/.github:.github/procedures/house.yml", ".github/procedures/mine.yml"],
      lead: "max",
      mode: "shadow",
    },
    {
      what: "its own and what the organisation locked, whether or not it wants to",
      texts: { own: MINE, organisation: `${HOUSE}locked: [procedures, roles]\n`.replace("lead: [ada], ", "") },
      procedures: ["acme/.github:.github/procedures/house.yml shadow", ".github/procedures/mine.yml"],
      lead: "max",
      mode: "enforce",
    },
    {
      what: "its own, what it extends and what the organisation locked",
      texts: {
        own: MINE.replace("roles: { lead: [max], qa: [quinn] }", "extends: acme/platform"),
        extended: "mode: shadow\nroles: { lead: [pia] }\nprocedures: [docs/platform.md]\n",
        organisation: `${HOUSE}locked: [comments]\ncomments: { status: false }\n`,
      },
      procedures: ["acme/platform:docs/platform.md", ".github/procedures/mine.yml"],
      lead: "pia",
      mode: "shadow",
    },
  ])("$what", ({ texts, procedures, lead, mode }) => {
    const whole = compose(texts);
    expect(proceduresOf(whole)).toEqual(procedures);
    expect({ lead: whole.config.roles["lead"], mode: whole.config.mode }).toEqual({ lead: [lead], mode });
    expect(said(whole)).toEqual([]);
  });

  test("roles and windows are words that locked procedures speak in: they come along", () => {
    const windows = 'windows: { office: { days: [mon-fri], hours: "09:00-17:00", timezone: UTC } }\n';
    const { config } = compose({ own: MINE, organisation: `${HOUSE}${windows}locked: [procedures]\n` });
    expect(Object.keys(config.roles)).toEqual(["lead", "security", "qa"]);
    expect(Object.keys(config.windows)).toEqual(["office"]);
  });
});

const WINDOW = '{ days: [mon-fri], hours: "09:00-17:00", timezone: UTC }';
const ALWAYS = '{ days: [mon-sun], hours: "00:00-24:00", timezone: UTC }';
const FREEZE = "{ name: Year end, from: 2026-12-20, to: 2027-01-03, timezone: UTC }";

/** Each key: what the organisation says, what a repository says against it, and what it may say. */
const KEYS: readonly {
  readonly key: string;
  readonly house: string;
  readonly against: string;
  readonly also: string;
  readonly what: string;
  readonly read: (composed: Composed) => unknown;
  readonly free: unknown;
  readonly locked: unknown;
  readonly added: unknown;
}[] = [
  {
    key: "mode",
    house: "mode: enforce",
    against: "mode: shadow",
    also: "mode: enforce",
    what: "`mode`",
    read: ({ config }) => config.mode,
    free: "shadow",
    locked: "enforce",
    added: "enforce",
  },
  {
    key: "roles",
    house: "roles: { lead: [ada, ben] }",
    against: "roles: { lead: [eve] }",
    also: "roles: { lead: [Ben, ada], qa: [quinn] }",
    what: "The role `lead`",
    read: ({ config }) => config.roles,
    free: { lead: ["eve"] },
    locked: { lead: ["ada", "ben"] },
    added: { lead: ["ada", "ben"], qa: ["quinn"] },
  },
  {
    key: "procedures",
    house: "procedures: [./procedures/house.yml]",
    against: "procedures: [{ use: acme/.github:.github/procedures/house.yml, applies: { labels: [never] } }]",
    also: "procedures: [ACME/.github:.github/procedures/house.yml, docs/mine.md]",
    what: "`acme/.github:.github/procedures/house.yml`",
    read: proceduresOf,
    free: ["acme/.github:.github/procedures/house.yml with a condition"],
    locked: ["acme/.github:.github/procedures/house.yml enforce"],
    added: ["acme/.github:.github/procedures/house.yml enforce", "docs/mine.md"],
  },
  {
    key: "windows",
    house: `windows: { office: ${WINDOW} }`,
    against: `windows: { office: ${ALWAYS} }`,
    also: `windows: { office: ${WINDOW}, mine: ${ALWAYS} }`,
    what: "The window `office`",
    read: ({ config }) => Object.entries(config.windows).map(([name, { hours }]) => `${name} ${String(hours)}`),
    free: ["office 00:00-24:00"],
    locked: ["office 09:00-17:00"],
    added: ["office 09:00-17:00", "mine 00:00-24:00"],
  },
  {
    key: "freezes",
    house: `freezes: [${FREEZE}]`,
    against: `freezes: [${FREEZE.replace("2027-01-03", "2026-12-20")}]`,
    also: `freezes: [${FREEZE}, ${FREEZE.replace("Year end", "Audit")}]`,
    what: "The freeze `Year end`",
    read: ({ config }) => config.freezes.map(({ name, to }) => `${name} ${to}`),
    free: ["Year end 2026-12-20"],
    locked: ["Year end 2027-01-03"],
    added: ["Year end 2027-01-03", "Audit 2027-01-03"],
  },
  {
    key: "override",
    house: "override: { roles: [lead], expires: 1h }",
    against: "override: { roles: [lead], expires: 52w }",
    also: "override: { roles: [lead], expires: 1h }",
    what: "`override`",
    read: ({ config }) => config.override?.expires,
    free: "52w",
    locked: "1h",
    added: "1h",
  },
  {
    key: "notify",
    house: "notify: { on_block: [lead] }",
    against: "notify: {}",
    also: "notify: { on_block: [lead] }",
    what: "`notify`",
    read: ({ config }) => config.notify,
    free: {},
    locked: { on_block: ["lead"] },
    added: { on_block: ["lead"] },
  },
  {
    key: "comments",
    house: "comments: { status: true }",
    against: "comments: { status: false }",
    also: "comments: { status: true, issues: true }",
    what: "`comments`",
    read: ({ config }) => config.comments.status,
    free: false,
    locked: true,
    added: true,
  },
];

const ROLES = "roles: { lead: [ada] }\n";
const withRoles = (text: string): string => (text.startsWith("roles") ? `${text}\n` : `${ROLES}${text}\n`);
const withProcedures = (text: string): string =>
  text.startsWith("procedures") ? `${text}\n` : `${text}\nprocedures: [docs/p.md]\n`;

describe.each(KEYS)("$key", ({ key, house, against, also, what, read, free, locked, added }) => {
  const houseText = withRoles(house);

  test("not locked: the repository's own word counts", () => {
    const whole = compose({ own: `extends: acme/.github\n${withProcedures(against)}`, organisation: houseText });
    expect(read(whole)).toEqual(free);
    expect(said(whole)).toEqual([]);
  });

  test.each(["", "extends: acme/.github\n"])("locked: it is refused where it stands (%j)", (start) => {
    const whole = compose({
      own: `${start}${withProcedures(against)}`,
      organisation: `${houseText}locked: [${key}]\n`,
    });
    const [first, ...more] = said(whole);
    expect(first).toMatch(new RegExp(`^\\.github/gatehouse\\.yml:${start === "" ? 1 : 2}:\\d+ `, "u"));
    expect(first).toContain(`${what} is locked by \`acme/.github\` and can't be changed here.`);
    expect(more).toEqual([]);
    expect(read(whole)).toEqual(locked);
  });

  test("locked: saying the same, or adding to it, is fine", () => {
    const whole = compose({ own: withProcedures(also), organisation: `${houseText}locked: [${key}]\n` });
    expect(said(whole)).toEqual([]);
    expect(read(whole)).toEqual(added);
  });
});

describe("what is locked", () => {
  test.each([
    "mode: shadow",
    "override: { roles: [lead] }",
    "notify: { on_block: [lead] }",
    "comments: { status: false }",
  ])("without a value stays without one: %s", (mine) => {
    const [key = ""] = mine.split(":");
    const whole = compose({
      own: `${ROLES}${mine}\nprocedures: [docs/p.md]\n`,
      organisation: `locked: [${key}]\n`,
    });
    expect(said(whole)).toEqual([expect.stringContaining(`2:1 \`${key}\` is locked by \`acme/.github\``)]);
    expect(whole.config).toEqual(compose({ own: `${ROLES}\nprocedures: [docs/p.md]\n` }).config);
  });

  test("is enforced where the repository is on trial; its own procedures are on trial alone", () => {
    const whole = compose({
      own: "mode: shadow\nprocedures: [docs/mine.md, { use: docs/strict.md, mode: enforce }]\n",
      organisation: "procedures: [builtin:release-readiness]\nlocked: [procedures]\n",
    });
    expect(whole.config.mode).toBe("enforce");
    expect(proceduresOf(whole)).toEqual([
      "builtin:release-readiness enforce",
      "docs/mine.md shadow",
      "docs/strict.md enforce",
    ]);
    expect(said(whole)).toEqual([
      ".github/gatehouse.yml:1:1 (warning) `mode: shadow` holds for this repository's own procedures only; those of `acme/.github` are locked.",
    ]);
  });

  test("is on trial where the organisation has it on trial", () => {
    const whole = compose({ own: "mode: shadow\n", organisation: `${HOUSE}locked: [procedures]\n` });
    expect({ mode: whole.config.mode, said: said(whole) }).toEqual({ mode: "shadow", said: [] });
  });

  test("by a repository that others extend binds those", () => {
    const whole = compose({
      own: `extends: acme/platform\n${MINE}`,
      extended: "roles: { lead: [pia] }\nprocedures: [docs/platform.md]\nlocked: [roles]\n",
    });
    expect(said(whole)).toEqual([
      ".github/gatehouse.yml:2:10 The role `lead` is locked by `acme/platform` and can't be changed here. Remove it, or ask whoever keeps `acme/platform:.github/gatehouse.yml`.",
    ]);
    expect(whole.config.roles).toEqual({ lead: ["pia"], qa: ["quinn"] });
  });

  test("by the organisation binds a config that others extend, in its own file", () => {
    const whole = compose({
      own: "extends: acme/platform\nprocedures: [docs/p.md]\n",
      extended: "roles: { lead: [pia] }\n",
      organisation: `${HOUSE}locked: [roles]\n`,
    });
    expect(said(whole)).toEqual([
      expect.stringContaining("acme/platform:.github/gatehouse.yml:1:10 The role `lead` is locked by `acme/.github`"),
    ]);
  });
});

/** What an organisation's config is told about itself. */
const findings = (text: string): readonly string[] =>
  parseConfig(text, OWN, { repository: "acme/.github" }).findings.map(({ line, message }) => `${line} ${message}`);

describe("findings", () => {
  test.each<{ what: string; texts: Texts; said: readonly string[] }>([
    {
      what: "one level is all there is",
      texts: { own: "extends: acme/platform\nprocedures: [docs/p.md]\n", extended: "extends: acme/base\n" },
      said: [
        "acme/platform:.github/gatehouse.yml:1:1 This config is built on by others and itself builds on `acme/base`; one level is all there is. Name `acme/base` in `extends` of those, or remove it here.",
      ],
    },
    {
      what: "nothing to ask for, also with all that is inherited",
      texts: { own: "extends: acme/.github\n", organisation: ROLES },
      said: [
        ".github/gatehouse.yml:1:1 (warning) The config names no procedures, so nothing is asked for. Add some, such as `procedures: [builtin:release-readiness]`.",
      ],
    },
    {
      what: "procedures that are inherited are some",
      texts: { own: "extends: acme/.github\n", organisation: HOUSE },
      said: [],
    },
    {
      what: "a role of the organisation's is known",
      texts: { own: "extends: acme/.github\noverride: { roles: [security] }\n", organisation: HOUSE },
      said: [],
    },
    {
      what: "a role that nobody defines",
      texts: { own: "extends: acme/.github\noverride: { roles: [safety] }\n", organisation: HOUSE },
      said: [
        ".github/gatehouse.yml:2:21 The role `safety` is not defined. Expected `lead` or `security`, or add it under `roles`.",
      ],
    },
    {
      what: "a role that the organisation names and nobody defines, in its file",
      texts: { own: MINE, organisation: "override: { roles: [boss] }\nlocked: [override]\n" },
      said: [
        "acme/.github:.github/gatehouse.yml:1:21 The role `boss` is not defined. Expected `lead` or `qa`, or add it under `roles`.",
      ],
    },
  ])("$what", ({ texts, said: expected }) => {
    expect(said(compose(texts))).toEqual(expected);
  });

  test("an organisation's config extends none, and says on which roles its locks rest", () => {
    expect(findings("extends: acme/base\n")).toEqual([
      "1 The config of `acme/.github` is what others build on, and one level is all there is; remove `extends`.",
    ]);
    expect(findings(`${HOUSE}locked: [procedures]\n`)).toEqual([
      "4 A repository can get round what is locked by `roles` (who holds them) and `override` (who opens the gate); add them to `locked`, or leave that to the repositories.",
    ]);
    expect(findings(`${HOUSE}locked: [procedures, roles, override]\n`)).toEqual([]);
    expect(findings(`${HOUSE}locked: [mode]\n`)).toEqual([]);
  });
});

test("a repository that names itself means its own branch; a path of a base is a path in the base's repository", () => {
  const whole = compose({
    own: "extends: acme/platform\nprocedures: [Acme/Shop:docs/mine.md]\n",
    extended: "procedures: [docs/platform.md, acme/shop:docs/theirs.md]\n",
  });
  expect(whole.config.procedures.map(({ reference }) => reference)).toEqual([
    { kind: "elsewhere", repository: "acme/platform", path: "docs/platform.md" },
    { kind: "elsewhere", repository: "acme/shop", path: "docs/theirs.md" },
    { kind: "path", path: "docs/mine.md" },
  ]);
});
