import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildCli, type BuiltCli } from "../built.ts";

const NOW = "2026-05-05T10:00:00Z";

const RELEASE = `title: Release
phases:
  - title: Before
    blocks: merge
    steps: [{ title: Tests pass }]
  - title: Rollout
    starts: { deployed: production }
    due: 24h
    blocks: none
    steps: [{ title: Watched }, { title: Users told }]
`;

const ISSUE = "title: Release\nsubject: issue\nphases: [{ title: All, blocks: none, steps: [{ title: Fixed }] }]\n";

const person = { by: { login: "ada" }, permission: "admin", at: "2026-05-05T09:00:00Z" };
const tick = (step: string, procedure = "release") => ({ act: "tick", procedure, step, ...person });
const ticks = [tick("tests-pass"), tick("watched"), tick("users-told")];

const opened = { subject: { repository: "acme/shop", number: 1 }, author: { login: "ada" }, headSha: "abc" };
const deployedAt = (at: string) => ({
  ...opened,
  state: "merged",
  mergeSha: "abc",
  mergedAt: "2026-05-04T08:00:00Z",
  deployments: { production: [{ sha: "abc", state: "success", at, holds: true }] },
});
const merged = deployedAt("2026-05-04T09:00:00Z");

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => cli.remove());

interface Case {
  readonly procedure?: string;
  readonly snapshot?: object;
  readonly ledger?: readonly object[];
  readonly format?: string;
  readonly now?: string;
}

const evaluate = async ({ procedure = RELEASE, snapshot = merged, ledger = [], format = "text", now = NOW }: Case) => {
  const cwd = await cli.folder({
    "release.yml": procedure,
    "snapshot.json": JSON.stringify(snapshot),
    "ledger.json": JSON.stringify(ledger),
  });
  const files = ["--procedure", "release.yml", "--snapshot", "snapshot.json", "--ledger", "ledger.json"];
  return cli.run(["evaluate", ...files, "--format", format, "--now", now], { cwd });
};

const issue = { subject: { ...opened.subject, kind: "issue" }, author: opened.author };

describe("after the merge, and on an issue, the whole run has to be done", () => {
  test.each([
    ["steps are left", { ledger: ticks.slice(0, 2) }, 1, /^Not completed: 1 of 3 left \(1 tick\)\. Next: /],
    [
      "it was not deployed yet",
      { ledger: ticks, snapshot: { ...merged, deployments: { production: [] } } },
      1,
      /^Not completed: 2 of 3 left \(2 locked\)\./,
    ],
    [
      "a step from before the merge is open",
      { ledger: ticks.slice(1) },
      1,
      /^Not completed: 1 of 3 left \(1 tick\)\. Next: /,
    ],
    ["everything is done", { ledger: ticks }, 0, /^Completed: all 3 steps are done\./],
    [
      "an issue was given up with nothing left",
      {
        procedure: ISSUE,
        snapshot: issue,
        ledger: [tick("fixed"), { act: "abort", reason: "not needed", ...person }],
      },
      1,
      /^Not completed: nothing is left to do, but the run is aborted\./,
    ],
    ["an issue's step is open", { procedure: ISSUE, snapshot: issue }, 1, /^Not completed: 1 of 1 left \(1 tick\)\./],
    [
      "an issue's step is done",
      { procedure: ISSUE, snapshot: issue, ledger: [tick("fixed")] },
      0,
      /^Completed: the one step to do is done\./,
    ],
  ])("%s", async (...[, files, exit, first]: readonly [string, Case, number, RegExp]) => {
    const ended = await evaluate(files);
    expect(ended.out).toMatch(first);
    expect({ exit: ended.exit, err: ended.err }).toEqual({ exit, err: "" });
  });

  test("--format github and json say the same", async () => {
    const ledger = ticks.slice(0, 2);
    const [github, json] = await Promise.all([
      evaluate({ ledger, format: "github" }),
      evaluate({ ledger, format: "json" }),
    ]);
    expect([github.exit, json.exit, JSON.parse(json.out).ready]).toEqual([1, 1, false]);
    expect(github.out).toMatch(/^Gatehouse: Not completed: 1 of 3 left \(1 tick\)\./m);
  });
});

const section = (out: string, title: string): string => out.split(`\n${title}\n`)[1]?.split("\n\n")[0] ?? "";

describe("what is listed fits the count", () => {
  test("after the merge, what is open since before it is counted, too", async () => {
    const { out } = await evaluate({ ledger: [tick("watched")] });
    expect(out).toMatch(/^Not completed: 2 of 3 left/);
    expect(section(out, "Open")).toMatch(/^ {2}● Tests pass .*^ {2}● Users told /ms);
  });

  test("before it, what holds nothing back stands apart", async () => {
    const procedure = RELEASE.replace("    starts: { deployed: production }\n    due: 24h\n", "");
    const { out } = await evaluate({ procedure, snapshot: opened });
    expect(out).toMatch(/^Not ready: 1 of 1 left/);
    expect(section(out, "Open")).toMatch(/^ {2}● Tests pass (?!.*Watched)/s);
    expect(section(out, "Open, but the merge does not wait for it")).toMatch(/● Watched .*● Users told /s);
  });
});

describe("the first lines say how the run stands", () => {
  const abort = { act: "abort", reason: "not needed", ...person };
  test.each([
    ["due", {}, "Exit state: in progress.\n“Rollout”: Due by 2026-05-05 09:30 UTC.", "2026-05-05T09:00:00Z"],
    ["overdue", {}, "Exit state: in progress.\n“Rollout”: Overdue since 2026-05-05 09:30 UTC.", "2026-05-05T10:00:00Z"],
    [
      "aborted",
      { snapshot: opened, ledger: [abort] },
      "Exit state: aborted. Aborted by ada: not needed",
      "2026-05-05T10:00:00Z",
    ],
  ])("%s", async (...[, files, lines, now]: readonly [string, Case, string, string]) => {
    const due = { procedure: RELEASE.replace("24h", "30m"), snapshot: deployedAt("2026-05-05T09:00:00Z"), now };
    const [text, github] = await Promise.all([
      evaluate({ ...due, ...files }),
      evaluate({ ...due, ...files, format: "github" }),
    ]);
    expect(text.out.slice(text.out.indexOf("\n") + 1).startsWith(lines)).toBe(true);
    expect(github.out.trimEnd().split("\n").at(-1)).toContain(lines.replace("\n", " "));
  });
});

test("an act on a phase that a gate closes is told the gate's id", async () => {
  const procedure = RELEASE.replace("    due: 24h\n", "    gate: { decision: lead }\n");
  const { out } = await evaluate({ procedure, ledger: [{ ...tick("rollout"), act: "decide", word: "go" }] });
  expect(out).toMatch(
    /: warning: Act 1 names no step .* `rollout` is a phase; what closes it is the step `rollout:gate`\. /,
  );
});
