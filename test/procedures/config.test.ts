import { describe, expect, test } from "@jest/globals";
import { composed } from "../../src/procedures/organisation.ts";
import { parseConfig, references } from "../../src/procedures/config.ts";

const FILE = ".github/gatehouse.yml";
const parse = (text: string) => parseConfig(text, FILE, { repository: "Acme/shop" });
const judged = (text: string) => {
  const { config, findings } = parse(text);
  return config === undefined ? findings : [...findings, ...composed({ own: config }).findings];
};
const said = (text: string) =>
  judged(text).map(
    ({ line, column, severity, message }) => `${line}:${column} ${severity === "error" ? "" : "(warning) "}${message}`,
  );

/** Everything the config can say, but for what this version refuses. */
const WHOLE = `
version: 1
mode: shadow
roles:
  tech-lead: [octocat, "@acme/tech-leads", "renovate[bot]"]
  release-manager: ["@acme/release"]
procedures:
  - builtin:release-readiness
  - ./procedures/deploy.md
  - use: acme/.github:procedures/launch.yml
    applies: { labels: [launch] }
    mode: enforce
windows:
  production: { days: [mon-thu, sat], hours: "09:00-16:00", timezone: Europe/Berlin }
freezes:
  - { name: Year end, from: 2026-12-20, to: 2027-01-03, timezone: Europe/Berlin, environments: [production], exempt: { labels: [hotfix] } }
override: { roles: [release-manager], expires: 24h }
notify: { on_block: [tech-lead] }
comments: { status: false }
`;

test("everything a config can say is read", () => {
  const { config, findings } = parse(WHOLE);
  expect(findings).toEqual([]);
  expect(config).toMatchObject({
    version: 1,
    mode: "shadow",
    roles: { "tech-lead": ["octocat", "@acme/tech-leads", "renovate[bot]"] },
    comments: { checklist: true, status: false, issues: true },
    override: { roles: ["release-manager"], expires: "24h", second_person: true },
    procedures: [
      { reference: { kind: "builtin", id: "release-readiness" }, at: { line: 8, column: 5 } },
      { reference: { kind: "path", path: ".github/procedures/deploy.md" }, written: "./procedures/deploy.md" },
      { reference: { kind: "elsewhere", repository: "acme/.github", path: "procedures/launch.yml" }, mode: "enforce" },
    ],
  });
  expect(config && references(config)).toHaveLength(3);
});

test("defaults: enforce, all comments, no roles", () => {
  expect(parse("procedures: [docs/a.md]").config).toMatchObject({
    mode: "enforce",
    roles: {},
    comments: { checklist: true, status: true, issues: true },
    procedures: [{ reference: { kind: "path", path: "docs/a.md" } }],
  });
});

describe("bad configs", () => {
  const P = "procedures: [./a.md]\n";
  test.each([
    ["", "1:1 The document is empty; expected `key: value` lines."],
    [`${P}rolls: {}\n`, "2:1 Unknown key `rolls`. Did you mean `roles`?"],
    [
      "procedures: [{ use: ./x.md, applies: { not: { environment: production } } }]\n",
      "1:47 An `environment` condition can be judged for a deployment only, which this version does not do: it would block for ever. Remove it, or use another condition.",
    ],
    [
      `${P}freezes: [{ name: f, from: 2026-12-20, to: 2027-01-03, timezone: UTC, exempt: { environment: staging } }]\n`,
      "2:81 An `environment` condition can be judged for a deployment only, which this version does not do: it would block for ever. Remove it, or use another condition.",
    ],
    [`${P}version: 2\n`, "2:10 `2` does not fit. This version of Gatehouse reads config version `1`."],
    [`${P}mode: shadows\n`, "2:7 Expected `enforce` or `shadow`, got `shadows`. Did you mean `shadow`?"],
    [
      "mode: enforce\n",
      "1:1 (warning) The config names no procedures, so nothing is asked for. Add some, such as `procedures: [builtin:release-readiness]`.",
    ],
    [
      "procedures: builtin:x\n",
      '1:13 Expected a list, got `builtin:x`. Write `["builtin:x"]`, or each entry as a line that begins with `- `.',
    ],
    [
      "procedures: [deploy]\n",
      "1:14 `deploy` is no reference to a procedure. Expected `builtin:ID`, a path such as `./procedures/deploy.md`, or `owner/repository:path`; files end in `.yml`, `.yaml`, `.md` or `.markdown`.",
    ],
    [
      "procedures: [b:x.md]\n",
      "1:14 `b:x.md` is no reference to a procedure. Expected `builtin:ID`, a path such as `./procedures/deploy.md`, or `owner/repository:path`.",
    ],
    ["procedures: [../../x.md]\n", "1:14 `../../x.md` leads out of the repository; write a path within it."],
    ["procedures: [docs/../../x.md]\n", "1:14 `docs/../../x.md` leads out of the repository; write a path within it."],
    [
      "procedures: [acme/x:../y.md]\n",
      "1:14 `acme/x:../y.md` does not fit. `../y.md` leads out of the repository; write a path within it.",
    ],
    ["procedures: [/x.md]\n", "1:14 `/x.md` is an absolute path; write it from the repository's root without `/`."],
    [
      "procedures: [other/r:x.md]\n",
      "1:14 `other/r:x.md` belongs to another owner; procedures come from repositories of `acme` only.",
    ],
    ["procedures: [./a.md, .github/a.md]\n", "1:22 `.github/a.md` is named twice; remove one."],
    ["procedures: [{ use: ./x.md, mod: shadow }]\n", "1:29 Unknown key `mod`. Did you mean `mode`?"],
    ["procedures: [{ uses: ./x.md }]\n", "1:16 Unknown key `uses`. Did you mean `use`?"],
    [`${P}roles: { a: [@acme/x] }\n`, '2:14 A value can\'t begin with `@` in YAML. Put it in quotes: "@acme/x".'],
    [
      `${P}roles: { a: ["@octocat"] }\n`,
      "2:14 `@octocat` does not fit. Who holds a role is a login without `@`, such as `octocat`, or a team, such as `@acme/tech-leads`.",
    ],
    [
      `${P}roles: { a: octocat }\n`,
      "2:13 Expected a list, got `octocat`. Write `[octocat]`, or each entry as a line that begins with `- `.",
    ],
    [
      `${P}roles: { QA: [x], b: [y], qa: [z] }\n`,
      "2:27 The roles `QA` and `qa` differ only in case, and commands name roles in any case; give one another name, or join them.",
    ],
    [`${P}roles: { a: [] }\n`, "2:13 The role has no holders; name at least one login or team."],
    [
      `${P}roles: { "a b": [x] }\n`,
      "2:17 `a b` does not fit. A role is the name it has in the config: letters, digits, `-`, `_` and `.`.",
    ],
    [
      `${P}windows: { w: { days: [monday], hours: "09:00-16:00", timezone: UTC } }\n`,
      "2:24 `monday` does not fit. Days are `mon`, `tue`, `wed`, `thu`, `fri`, `sat`, `sun`, or a range such as `mon-thu`.",
    ],
    [
      `${P}windows: { w: { days: [mon], hours: 9-16, timezone: UTC } }\n`,
      '2:37 `9-16` does not fit. Hours are two times of the day, such as "09:00-16:00".',
    ],
    [
      `${P}windows: { w: { days: [mon], hours: "09:00-16:00", timezone: Berlin } }\n`,
      "2:62 `Berlin` is no time zone; expected an IANA name such as `Europe/Berlin` or `UTC`. Did you mean `Europe/Berlin`?",
    ],
    [
      `${P}freezes: [{ name: n, from: 2026-02-30, to: 2026-03-01, timezone: UTC }]\n`,
      "2:28 `2026-02-30` is no date; expected `2026-12-20`, or with a time `2026-12-20T18:00`.",
    ],
    [
      `${P}freezes: [{ name: n, from: 2026-02-20, to: 2026-02-01, timezone: UTC }]\n`,
      "2:44 `2026-02-01` does not fit. The freeze ends before it begins; `to` must not be before `from`.",
    ],
    [
      `${P}extends: umbrella/.github\n`,
      "2:10 `umbrella/.github` belongs to another owner; a config builds on one of `acme` only.",
    ],
    [`${P}extends: ACME/Shop\n`, "2:10 A config can't build on itself; remove `extends`."],
    [`${P}extends: .github\n`, "2:10 `.github` does not fit. `extends` names a repository, such as `acme/.github`."],
    [
      `${P}locked: [roles]\n`,
      "2:1 (warning) `locked` has no effect in this repository; it binds the repositories whose config says `extends` with this one's name.",
    ],
    [
      `${P}roles: { lead: [a] }\noverride: { roles: [leed] }\n`,
      "3:21 The role `leed` is not defined. Did you mean `lead`?",
    ],
    [
      `${P}notify: { on_block: [x] }\n`,
      "2:22 The role `x` is not defined. The config defines none; add it under `roles`.",
    ],
    [
      `${P}override: { roles: [a], expires: 1 day }\nroles: { a: [b] }\n`,
      "2:34 `1 day` does not fit. A duration is a number with a unit: `30m`, `24h`, `7d` or `2w`.",
    ],
    [`${P}comments: { checklists: false }\n`, "2:13 Unknown key `checklists`. Did you mean `checklist`?"],
  ])("%j", (text, message) => {
    expect(said(text)).toEqual([message]);
  });
});

/** What is warned of as loose in an organisation's config. */
const warned = (text: string): readonly string[] =>
  parseConfig(`procedures: []\n${text}`, FILE, { repository: "acme/.github" }).findings.flatMap(({ code, message }) =>
    code === "config/loose-ends" ? [message] : [],
  );

describe("what a locked procedure rests on", () => {
  const WINDOWS = 'windows: { w: { days: [mon], hours: "09:00-16:00", timezone: UTC } }\n';
  const FREEZES = "freezes: [{ name: n, from: 2026-02-01, to: 2026-02-02, timezone: UTC }]\n";

  test.each<{ text: string; says: readonly string[] }>([
    { text: "locked: [procedures, override]\n", says: [] },
    { text: `${WINDOWS}${FREEZES}locked: [roles]\n`, says: [] },
    { text: `${WINDOWS}${FREEZES}locked: [procedures, override, windows, freezes]\n`, says: [] },
    { text: "locked: [procedures]\n", says: ["`override` (who opens the gate); add it to"] },
    { text: `${WINDOWS}locked: [procedures, override]\n`, says: ["by `windows` (when a step may be done); add it to"] },
    { text: `${FREEZES}locked: [procedures, override]\n`, says: ["by `freezes` (when it may not be done); add it to"] },
    {
      text: `roles: { a: [b] }\n${WINDOWS}${FREEZES}locked: [procedures]\n`,
      says: [
        "`roles` (who holds them), `override` (who opens the gate), `windows` (when a step may be done) and `freezes`",
      ],
    },
  ])("$text", ({ text, says }) => {
    expect(warned(text)).toEqual(says.map((one) => expect.stringContaining(one)));
  });
});
