import { expect, test } from "@jest/globals";
import type { Finding } from "../../../../src/procedures/finding.ts";
import type { HeldByConfig } from "../../../../src/readiness/standing.ts";
import type { ListedRepository } from "../../../../src/readiness/viewing/ports.ts";
import { brokenViews } from "../../../../src/web/pages/my-turn/broken-view.ts";

const listed = (id: number, name: string, permission: ListedRepository["permission"]): ListedRepository => ({
  id,
  owner: "acme",
  name,
  permission,
});

const finding = (file: string, about: Partial<Finding> = {}): Finding => ({
  code: "config/x",
  severity: "error",
  message: "Wrong `key`.",
  file,
  line: 3,
  column: 1,
  ...about,
});
const OWN = finding(".github/gatehouse.yml");
const SHARED = finding("Acme/.github:gatehouse.yml");

const held = (repositoryId: number, about: Partial<HeldByConfig> = {}): HeldByConfig => ({
  repositoryId,
  base: "main",
  held: 2,
  findings: [OWN],
  ...about,
});

const told = (repositories: readonly ListedRepository[], ...all: readonly HeldByConfig[]) =>
  brokenViews(all, { repositories, githubUrl: "https://github.example.com" }).map(
    ({ repository: { name }, where, held: words, findings, more }) => ({
      it: `${name}${where}: ${words}`,
      at: findings.map(({ url }) => url?.replace("https://github.example.com/", "")),
      more,
    }),
  );

const SHOP = listed(5, "shop", "write");
const TOOL = listed(6, "tool", "maintain");
const POLICY = listed(7, ".github", "admin");
const AT = "acme/shop/blob/main/.github/gatehouse.yml#L3";

test.each<{ permission: ListedRepository["permission"]; told: number }>([
  { permission: "admin", told: 1 },
  { permission: "maintain", told: 1 },
  { permission: "write", told: 1 },
  { permission: "triage", told: 0 },
  { permission: "read", told: 0 },
])("config is mended by those who may push: $permission", ({ permission, told: count }) => {
  expect(told([listed(5, "shop", permission)], held(5))).toHaveLength(count);
});

test("branches of one repository are one matter", () => {
  const release = held(5, { base: "release/1", held: 1 });
  expect(told([SHOP], held(5), release)).toEqual([
    {
      it: "shop on `main` and `release/1`: 3 pull requests are held",
      at: [AT, "acme/shop/blob/release/1/.github/gatehouse.yml#L3"],
      more: 0,
    },
  ]);
});

test("what holds most comes first; warnings and what can't be read are nobody's", () => {
  const warned = held(5, { held: 1, findings: [finding("a.yml", { severity: "warning" }), OWN] });
  expect(told([SHOP, TOOL], warned, held(6), held(9)).map(({ it }) => it)).toEqual([
    "tool on `main`: 2 pull requests are held",
    "shop on `main`: 1 pull request is held",
  ]);
});

test("what an organisation's config breaks is told once, to those who can mend it there", () => {
  const both = [held(5, { findings: [SHARED] }), held(6, { findings: [SHARED] })];
  const at = ["Acme/.github/blob/HEAD/gatehouse.yml#L3"];
  expect(told([SHOP, TOOL, POLICY], ...both)).toEqual([
    { it: ".github: 4 pull requests in 2 repositories are held", at, more: 0 },
  ]);
  expect(told([SHOP, TOOL], ...both)).toEqual([]);
  expect(told([SHOP, TOOL, { ...POLICY, permission: "read" }], ...both)).toEqual([]);
});

test("of many errors the first are shown", () => {
  const findings = Array.from({ length: 5 }, (_, index) => finding("a.yml", { line: index + 1 }));
  expect(told([SHOP], held(5, { findings }))).toMatchObject([{ at: { length: 3 }, more: 2 }]);
});

test("of thousands of repositories that one config holds, none is looked for one by one", () => {
  const many = 500;
  let looks = 0;
  const repositories = Array.from({ length: many }, (_, index): ListedRepository => {
    const one = listed(index + 1, index + 1 === many ? ".github" : `shop-${index + 1}`, "write");
    return {
      ...one,
      get owner() {
        looks += 1;
        return one.owner;
      },
    };
  });
  const all = repositories.map(({ id }) => held(id, { held: 1, findings: [SHARED, finding("a.yml")] }));
  const views = told(repositories, ...all);
  expect(views).toHaveLength(many);
  expect(views[0]?.it).toBe(`.github on \`main\`: ${many} pull requests in ${many} repositories are held`);
  expect(looks).toBeLessThan(10 * many);
});
