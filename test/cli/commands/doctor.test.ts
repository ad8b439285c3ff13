import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { run } from "../../../src/cli/run.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import type { RepoScenario } from "../../fake-github/scenario/repo.ts";
import { manifest } from "../../scenarios/manifest.ts";

const PROCEDURE = `title: Release
phases:
  - title: Before
    blocks: merge
    steps: [{ title: Tried }]
  - title: Out
    blocks: deploy
    environments: [production]
    steps: [{ title: Told }]
`;
const CONFIG = "version: 1\nprocedures: [./procedures/release.yml]\n";
const workflow = (environment: string) =>
  `on: push\njobs:\n  deploy:\n    environment: ${environment}\n    steps: []\n`;

let github: FakeGitHub;

beforeAll(async () => {
  github = await FakeGitHub.start({ app: manifest() });
  github.org("acme", { teams: {}, members: ["ada", "max"] });
});

afterAll(async () => {
  github.assertClean();
  await github.stop();
});

let made = 0;

/** A repository in which the gate holds; `change` opens a way round it. */
const shop = (change: (repo: RepoScenario) => void, files: Readonly<Record<string, string>> = {}): string => {
  made += 1;
  const repo = github.repo(`acme/shop-${made}`, {
    files: {
      ".github/gatehouse.yml": CONFIG,
      ".github/procedures/release.yml": PROCEDURE,
      ".github/workflows/deploy.yml": workflow("production"),
      ...files,
    },
    collaborators: { ada: "admin", max: "write" },
    installed: true,
  });
  repo.ruleset({ name: "Main", checks: [{ context: "gatehouse", appId: github.appId }] });
  repo.environment("production", { adminsBypass: false });
  change(repo);
  return `acme/shop-${made}`;
};

interface Ran {
  readonly exit: number;
  readonly text: string;
  readonly complaint: string;
}

const NO_INPUT: AsyncIterable<string> = {
  [Symbol.asyncIterator]: () => ({ next: async () => ({ done: true, value: undefined }) }),
};

const ran = async (args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<Ran> => {
  const written: string[] = [];
  const complained: string[] = [];
  const exit = await run(["doctor", ...args], {
    cwd: process.cwd(),
    stdin: NO_INPUT,
    write: (text) => void written.push(text),
    complain: (text) => void complained.push(text),
    colour: false,
    now: () => new Date(),
    env: { GITHUB_API_URL: github.url, APP_ID: String(github.appId), ...env },
  });
  return { exit, text: written.join(""), complaint: complained.join("") };
};

const as = (login: string) => ({ GITHUB_TOKEN: github.tokenOf(login) });

const codesOf = ({ text }: Ran): readonly string[] => {
  const found: unknown = JSON.parse(text);
  if (typeof found !== "object" || found === null || !("concerns" in found) || !Array.isArray(found.concerns))
    return [];
  return found.concerns.map(({ code }: { readonly code: string }) => code);
};

const NOTHING = (): void => undefined;

describe("what lets somebody past the gate", () => {
  const ways: readonly [string, readonly string[], number, (repo: RepoScenario) => void, Record<string, string>][] = [
    ["nothing", [], 0, NOTHING, {}],
    ["no rule", ["check-not-required"], 1, (repo) => repo.state.rulesets.splice(0), {}],
    [
      "a rule that is only tried out",
      ["check-not-required"],
      1,
      (repo) => repo.state.rulesets.splice(0, 1, evaluated(repo)),
      {},
    ],
    ["any source", ["check-from-anyone"], 0, demand([{ context: "gatehouse", appId: null }]), {}],
    ["another source", ["check-from-another"], 1, demand([{ context: "gatehouse", appId: 4711 }]), {}],
    ["classic protection that lets administrators pass", ["bypass"], 0, classic(false), {}],
    ["classic protection for all", [], 0, classic(true), {}],
    ["no such environment", ["environment-missing"], 1, (repo) => repo.state.environments.clear(), {}],
    [
      "an environment without the rule",
      ["environment-without-rule"],
      1,
      (repo) => {
        repo.state.environments.clear();
        repo.environment("Production", { rule: false });
      },
      {},
    ],
    [
      "administrators of the environment",
      ["environment-bypass"],
      0,
      (repo) => {
        repo.state.environments.clear();
        repo.environment("Production");
      },
      {},
    ],
    [
      "a workflow that deploys elsewhere",
      ["workflow-unguarded"],
      0,
      NOTHING,
      { ".github/workflows/side.yaml": workflow("{ name: canary, url: https://shop.example }") },
    ],
    [
      "a computed name",
      ["workflow-computed"],
      0,
      NOTHING,
      { ".github/workflows/x.yml": workflow('"${{ inputs.to }}"') },
    ],
    ["a workflow that is no YAML", ["workflow-unread"], 0, NOTHING, { ".github/workflows/x.yml": "jobs: [\n" }],
    ["a workflow without jobs", ["workflow-unread"], 0, NOTHING, { ".github/workflows/x.yml": "on: push\n" }],
    [
      "a broken config",
      ["config-broken", "workflow-unguarded"],
      1,
      onlyMerge,
      { ".github/gatehouse.yml": "verson: 1\n" },
    ],
    ["shadow mode", ["shadow"], 0, NOTHING, { ".github/gatehouse.yml": `mode: shadow\n${CONFIG}` }],
  ];

  test.each(ways.map(([name, codes, exit, change, files]) => ({ name, codes, exit, change, files })))(
    "$name",
    async ({ codes, exit, change, files }) => {
      const answer = await ran(["--repo", shop(change, files), "--format", "json"], as("ada"));
      expect({ codes: codesOf(answer), exit: answer.exit, complaint: answer.complaint }).toEqual({
        codes,
        exit,
        complaint: "",
      });
    },
  );

  test("what a token may not see is unknown, not safe", async () => {
    const answer = await ran(["--repo", shop(NOTHING), "--format", "json"], as("max"));
    expect(codesOf(answer)).toEqual(["bypass-unread", "classic-unread"]);
  });

  test("a repository without a config", async () => {
    github.repo("acme/bare", { files: { "README.md": "#" }, collaborators: { ada: "admin" } });
    const answer = await ran(["--repo", "acme/bare", "--format", "json"], as("ada"));
    expect(codesOf(answer)).toEqual(["no-config", "check-not-required"]);
  });

  test("is told in words, the worst first", async () => {
    const { text, exit } = await ran(["--repo", shop((repo) => repo.state.rulesets.splice(0))], as("ada"));
    expect(exit).toBe(1);
    expect(text).toMatch(
      /branch main: 1 place where the gate does not hold\.\n\nopen .* requires the check `gatehouse`/su,
    );
  });
});

describe("no answer", () => {
  const asked: readonly [string, readonly string[], Record<string, string>, RegExp][] = [
    ["no repository", [], {}, /required option '--repo/u],
    ["half a repository", ["--repo", "shop"], {}, /expected OWNER\/NAME/u],
    ["no token", ["--repo", "acme/shop"], { GITHUB_TOKEN: " " }, /Set `GITHUB_TOKEN` or `GH_TOKEN`/u],
    ["no App", ["--repo", "acme/shop", "--app-id", "gatehouse"], {}, /App's number/u],
    ["a wrong token", ["--repo", "acme/shop"], { GITHUB_TOKEN: "nonsense" }, /token is not valid/u],
  ];

  test.each(asked.map(([name, args, env, message]) => ({ name, args, env, message })))(
    "$name",
    async ({ args, env, message }) => {
      const { exit, text, complaint } = await ran(args, env);
      expect({ exit, text }).toEqual({ exit: 2, text: "" });
      expect(complaint).toMatch(message);
    },
  );

  test("a repository that is not there", async () => {
    const { exit, complaint } = await ran(["--repo", "acme/nowhere"], as("ada"));
    expect(exit).toBe(2);
    expect(complaint).toContain("may not see it: acme/nowhere");
  });
});

type Checks = Parameters<RepoScenario["ruleset"]>[0]["checks"];

function demand(checks: Checks): (repo: RepoScenario) => void {
  return (repo) => {
    repo.state.rulesets.splice(0);
    repo.ruleset({ name: "Main", ...(checks === undefined ? {} : { checks }) });
  };
}

function classic(enforceAdmins: boolean): (repo: RepoScenario) => void {
  return (repo) => {
    repo.state.rulesets.splice(0);
    repo.protectClassic("main", { checks: [{ context: "gatehouse", appId: github.appId }], enforceAdmins });
  };
}

function evaluated(repo: RepoScenario): RepoScenario["state"]["rulesets"][number] {
  const [ruleset] = repo.state.rulesets;
  if (ruleset === undefined) throw new Error("there is no ruleset");
  return { ...ruleset, enforcement: "evaluate" };
}

function onlyMerge(repo: RepoScenario): void {
  repo.state.environments.clear();
}
