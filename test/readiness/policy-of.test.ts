import { describe, expect, test } from "@jest/globals";
import type { Nodes } from "mdast";
import { fromMarkdown } from "mdast-util-from-markdown";
import type { Finding } from "../../src/procedures/finding.ts";
import { policyOf, type PolicyFile, type PolicyState } from "../../src/readiness/policy-of.ts";
import { CONFIG_PATH, placeKey, placeOf, rememberedPlace, type Place } from "../../src/readiness/policy-places.ts";
import { read } from "../repository/files.ts";

const file = (text: string, rest: Partial<PolicyFile> = {}): PolicyFile => ({
  oid: `oid of ${text}`,
  text,
  visibility: "private",
  ...rest,
});
const NONE: PolicyFile = { oid: null, text: null, visibility: "private" };
const HIDDEN: PolicyFile = { oid: null, text: null, absence: "hidden" };
const OWN = `home:${CONFIG_PATH}`;
const ORGANISATION = `organisation:${CONFIG_PATH}`;

const stateOf = (files: Readonly<Record<string, PolicyFile>>, name = "shop"): PolicyState =>
  policyOf({
    files: new Map(Object.entries(files)),
    owner: "Acme",
    name,
    url: `https://github.com/Acme/${name}/blob/main`,
    builtin: (id) => (id === "b" ? "title: B\nphases: [{ title: P, steps: [{ title: S }] }]\n" : undefined),
  });

const wanted = (files: Readonly<Record<string, PolicyFile>>, name?: string): readonly string[] => {
  const state = stateOf(files, name);
  return state.state === "more" ? state.places.map(placeKey) : [state.state];
};

const policyFrom = (files: Readonly<Record<string, PolicyFile>>, name?: string) => {
  const state = stateOf(files, name);
  if (state.state !== "policy") throw new Error(`expected a policy, got ${JSON.stringify(state)}`);
  return state.policy;
};

const errorsOf = (findings: readonly Finding[]): readonly string[] =>
  findings
    .filter(({ severity }) => severity === "error")
    .map((finding) => `${finding.file}:${finding.line} ${finding.message}`);

describe("what is read", () => {
  test("first both configs, and in the organisation's own repository one", () => {
    expect(wanted({})).toEqual([OWN, ORGANISATION]);
    expect(wanted({}, ".github")).toEqual([OWN]);
  });

  test("nothing more where there is no config", () => {
    expect(wanted({ [OWN]: NONE, [ORGANISATION]: HIDDEN })).toEqual(["none"]);
  });

  test("then the one that is extended, then the documents, each from where it is", () => {
    const own = file(
      "extends: ACME/Platform\nprocedures: [docs/own.md, acme/Rules:procedures/r.md, acme/.github:procedures/o.md]\n",
    );
    const first = { [OWN]: own, [ORGANISATION]: file("procedures: [docs/house.md]\n") };
    expect(wanted(first)).toEqual([`acme/platform:${CONFIG_PATH}`]);
    expect(wanted({ ...first, [`acme/platform:${CONFIG_PATH}`]: file("procedures: [docs/base.md]\n") })).toEqual([
      "acme/platform:docs/base.md",
      "home:docs/own.md",
      "acme/rules:procedures/r.md",
      "organisation:procedures/o.md",
    ]);
  });

  test("nothing of another owner, whoever asks", () => {
    const state = policyFrom({
      [OWN]: file("extends: umbrella/x\nprocedures: [umbrella/y:procedures/z.md]\n"),
      [ORGANISATION]: NONE,
    });
    expect(errorsOf(state.findings)).toEqual([
      `${CONFIG_PATH}:2 \`umbrella/y:procedures/z.md\` belongs to another owner; procedures come from repositories of \`acme\` only.`,
      `${CONFIG_PATH}:1 \`umbrella/x\` belongs to another owner; a config builds on one of \`acme\` only.`,
      expect.stringContaining("`umbrella/y` belongs to another owner"),
    ]);
  });
});

describe("who may read what", () => {
  const SECRET = "- [ ] Sell the company\n";
  test.each<{ home: PolicyFile["visibility"]; source: PolicyFile["visibility"]; path: string; used: boolean }>([
    { home: "public", source: "public", path: "docs/x.md", used: true },
    { home: "public", source: "internal", path: "procedures/x.md", used: false },
    { home: "public", source: "private", path: "procedures/x.md", used: false },
    { home: "internal", source: "public", path: "docs/x.md", used: true },
    { home: "internal", source: "internal", path: "procedures/x.md", used: true },
    { home: "internal", source: "internal", path: "docs/x.md", used: false },
    { home: "internal", source: "private", path: "procedures/x.md", used: false },
    { home: "private", source: "public", path: "docs/x.md", used: true },
    { home: "private", source: "internal", path: "procedures/x.md", used: true },
    { home: "private", source: "private", path: ".github/procedures/x.md", used: true },
    { home: "private", source: "private", path: "docs/x.md", used: false },
    { home: "private", source: "private", path: "old-procedures/x.md", used: false },
  ])("$home uses $path of $source: $used", ({ home = "private", source = "private", path, used }) => {
    const { procedures, findings } = policyFrom({
      [OWN]: file(`procedures: [acme/rules:${path}]\n`, { visibility: home }),
      [ORGANISATION]: NONE,
      [`acme/rules:${path}`]: file(SECRET, { visibility: source }),
    });
    expect({ used: procedures.length === 1, errors: errorsOf(findings).length }).toEqual({
      used,
      errors: used ? 0 : 1,
    });
    if (!used) expect(JSON.stringify(findings)).not.toContain("Sell");
  });

  test("a private base in a public repository is not read out", () => {
    const { procedures, findings } = policyFrom({
      [OWN]: file("extends: acme/platform\n", { visibility: "public" }),
      [ORGANISATION]: NONE,
      [`acme/platform:${CONFIG_PATH}`]: file("rolls: secret\n"),
    });
    expect(procedures).toEqual([]);
    expect(errorsOf(findings)).toEqual([
      expect.stringMatching(/:1 `acme\/platform` can't be built on: `acme\/platform` is no public repository/),
    ]);
  });
});

describe("the organisation's config", () => {
  const LOST: PolicyFile = { ...HIDDEN, absence: "lost" };
  const MINE = file("procedures: [builtin:b]\n");
  test.each<{ what: string; organisation: PolicyFile; own: PolicyFile; says: string | undefined }>([
    { what: "lost", organisation: LOST, own: NONE, says: "has read this config before" },
    { what: "lost, with an own config", organisation: LOST, own: MINE, says: "has read this config before" },
    {
      what: "unreadable",
      organisation: { ...NONE, oid: "1", problem: "it is a binary file" },
      own: MINE,
      says: "it is a binary file",
    },
    {
      what: "broken and locking",
      organisation: file("locked: [x]\n"),
      own: MINE,
      says: "Acme/.github:.github/gatehouse.yml:1",
    },
    {
      what: "broken, and known to have locked nothing",
      organisation: { ...file("rolls: {}\n"), lockedNothing: true },
      own: MINE,
      says: undefined,
    },
    {
      what: "broken, known to have locked nothing, and locking now",
      organisation: { ...file("locked: [x]\n"), lockedNothing: true },
      own: MINE,
      says: "Acme/.github:.github/gatehouse.yml:1",
    },
    {
      what: "broken in the very word that locks",
      organisation: file("loked: [roles]\n"),
      own: MINE,
      says: "Did you mean `locked`?",
    },
    {
      what: "broken without a lock, and no other",
      organisation: file("rolls: {}\n"),
      own: NONE,
      says: "Unknown key `rolls`",
    },
    {
      what: "broken without a lock, and extended",
      organisation: file("rolls: {}\n"),
      own: file("extends: acme/.github\nprocedures: [builtin:b]\n"),
      says: "Unknown key `rolls`",
    },
    { what: "never seen", organisation: HIDDEN, own: MINE, says: undefined },
    { what: "refused and never seen", organisation: { ...HIDDEN, absence: "forbidden" }, own: MINE, says: undefined },
  ])("$what", ({ organisation, own, says }) => {
    const { findings, mode } = policyFrom({ [OWN]: own, [ORGANISATION]: organisation });
    expect(mode).toBe("enforce");
    expect(errorsOf(findings)).toEqual(says === undefined ? [] : [expect.stringContaining(says)]);
  });

  test("that is warned of something keeps it to itself", () => {
    const organisation = file("roles: { a: [b] }\nprocedures: [builtin:b]\nlocked: [procedures]\n");
    expect(policyFrom({ [OWN]: file("procedures: []\n"), [ORGANISATION]: organisation }).findings).toEqual([]);
    expect(policyFrom({ [OWN]: organisation }, ".github").findings.map(({ code }) => code)).toEqual([
      "config/loose-ends",
    ]);
  });

  test("links to its documents", () => {
    const { procedures } = policyFrom({
      [OWN]: NONE,
      [ORGANISATION]: file("procedures: [docs/house.md]\n"),
      "organisation:docs/house.md": file("- [ ] a\n", {
        url: "https://github.com/Acme/.github/blob/HEAD/docs/house.md",
      }),
    });
    expect(procedures.map(({ source }) => source)).toEqual([
      { reference: "Acme/.github:docs/house.md", url: "https://github.com/Acme/.github/blob/HEAD/docs/house.md" },
    ]);
  });
});

test.each<[Place, string]>([
  [{ where: "home", path: "docs/a:b.md" }, "docs/a:b.md"],
  [{ where: "organisation", path: CONFIG_PATH }, "acme/.github:.github/gatehouse.yml"],
  [{ where: "acme/rules", path: "procedures/x.yml" }, "acme/rules:procedures/x.yml"],
])("a place survives its key, and is remembered: %j", (place, remembered) => {
  expect(placeOf(placeKey(place))).toEqual(place);
  expect(rememberedPlace(place, { owner: "Acme", name: "shop" })).toBe(remembered);
});

describe("the example in docs/organisation.md", () => {
  const blocks = (node: Nodes): readonly string[] => {
    if (node.type === "code") return [node.value];
    return "children" in node ? node.children.flatMap(blocks) : [];
  };
  const [house = "", security = "", own = ""] = blocks(fromMarkdown(read("docs/organisation.md")));
  const judged = (ownConfig: string) =>
    policyFrom({
      [OWN]: file(ownConfig),
      [ORGANISATION]: file(house),
      "organisation:.github/procedures/security.yml": file(security),
      "home:.github/procedures/release.md": file("- [ ] Tests pass\n"),
    });

  test("holds with both procedures", () => {
    const { procedures, findings, roles } = judged(own);
    expect(findings).toEqual([]);
    expect(procedures.map(({ procedure }) => procedure.id)).toEqual(["security", "release"]);
    expect(roles).toEqual({ security: ["@acme/security"], qa: ["quinn"] });
  });

  test.each([
    ["other holders", own.replace("qa: [quinn]", "security: [eve]"), "The role `security` is locked by `Acme/.github`"],
    [
      "a condition",
      `${own}\n  - { use: acme/.github:.github/procedures/security.yml, applies: { labels: [never] } }\n`,
      "`acme/.github:.github/procedures/security.yml` is locked",
    ],
    [
      "trial",
      `${own}\n  - { use: acme/.github:.github/procedures/security.yml, mode: shadow }\n`,
      "`acme/.github:.github/procedures/security.yml` is locked",
    ],
    ["people who override", `${own}\noverride: { roles: [qa] }\n`, "`override` is locked"],
  ])("refuses %s", (_what, config, says) => {
    expect(errorsOf(judged(config).findings)).toEqual([expect.stringContaining(says)]);
  });
});
