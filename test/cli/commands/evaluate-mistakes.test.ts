import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { buildCli, type BuiltCli } from "../built.ts";

const SUBJECT = "subject: { repository: acme/shop, number: 1 }";

let cli: BuiltCli;

beforeAll(async () => {
  cli = await buildCli();
});

afterAll(async () => cli.remove());

const act = (step: string, more = "") =>
  `- { act: tick, procedure: release, step: ${step}, by: { login: ada }, permission: write, at: 2026-05-04T09:00:00Z${more} }\n`;

interface Files {
  readonly "release.md"?: string;
  readonly "snapshot.yml"?: string;
  readonly "ledger.yml"?: string;
}

const GIVEN = ["--procedure", "release.md", "--snapshot", "snapshot.yml", "--ledger", "ledger.yml"];

const evaluate = async (files: Files, args: readonly string[] = GIVEN) => {
  const cwd = await cli.folder({
    "release.md": "# Release\n\n- [ ] Tests pass\n",
    "snapshot.yml": `${SUBJECT}\n`,
    "ledger.yml": "[]\n",
    ...files,
  });
  return cli.run(["evaluate", "--now", "2026-05-04T10:00:00Z", ...args], { cwd });
};

describe("an act that changes nothing is warned of", () => {
  test.each<[string, string, number, RegExp]>([
    [
      "a step that is none",
      act("tests-pass") + act("test-pass"),
      0,
      /^ledger\.yml:2:42: warning: Act 2 names no step of this procedure: `test-pass`; it has `tests-pass`\. Did you mean `tests-pass`\? \(ledger\/unknown-step\)$/m,
    ],
    [
      "another procedure",
      act("tests-pass").replace("release", "launch"),
      1,
      /^ledger\.yml:1:27: warning: Act 1 is about the procedure `launch` and is not counted; this one is `release`\./m,
    ],
    [
      "an act of the future does not count",
      act("tests-pass").replace("09:00", "10:01"),
      1,
      /^ledger\.yml:1:\d+: warning: Act 1 is later than the moment judged at, 2026-05-04T10:00:00\.000Z, and is not counted\./m,
    ],
  ])("%s", async (...[, ledger, exit, warning]) => {
    const ended = await evaluate({ "ledger.yml": ledger });
    expect({ exit: ended.exit, err: ended.err }).toEqual({ exit, err: "" });
    expect(ended.out).toMatch(warning);
  });

  test("one at the very moment counts, without a warning", async () => {
    const { exit, out } = await evaluate({ "ledger.yml": act("tests-pass").replace("09:00", "10:00") });
    expect({ exit, warned: out.includes("warning") }).toEqual({ exit: 0, warned: false });
  });
});

test("YAML in flow style is read as YAML where the file is called so", async () => {
  const { exit, err } = await evaluate({
    "snapshot.yml": `{ ${SUBJECT} }\n`,
    "ledger.yml": `[${act("tests-pass").slice(2)}]\n`,
  });
  expect({ exit, err }).toEqual({ exit: 0, err: "" });
});

describe("what the snapshot file lacks", () => {
  const either =
    "- [ ] Signed <!-- gate: { require: { signoff: security } } -->\n- [ ] Plan <!-- gate: { require: { section: Plan } } -->\n";

  test("a role is to be added to it, not to a config", async () => {
    const { exit, out } = await evaluate({ "release.md": either, "snapshot.yml": `${SUBJECT}\nreviews: []\n` });
    expect(exit).toBe(1);
    expect(out).toMatch(/→ Add it under `roles` of the snapshot file/);
    expect(out).not.toMatch(/in the config|\/gate recheck/);
    expect(out).toMatch(/lacks .*; add \$\.templates, \$\.roles\.security\./);
  });

  test("is not named where nothing went wrong without it", async () => {
    const any = "- [ ] Told <!-- gate: { require: { any: [tick, { signoff: {} }] } } -->\n";
    const files = { "release.md": any, "ledger.yml": act("told") };
    const { exit, out } = await evaluate(files);
    expect({ exit, lacks: out.includes("lacks") }).toEqual({ exit: 0, lacks: false });
    const json = JSON.parse((await evaluate(files, [...GIVEN, "--format", "json"])).out);
    expect(json.lacking).toEqual(["$.reviews"]);
  });
});

test("a parent that only waits for its sub-steps is among what is open", async () => {
  const { exit, out } = await evaluate({
    "release.md": "- [ ] Staging\n  - [ ] Rehearsed\n",
    "ledger.yml": act("staging"),
  });
  expect(exit).toBe(1);
  expect(out).toMatch(/^ {2}\S Staging \(steps\/staging\)\n {6}1 of its 1 sub-steps is open\.$/m);
});

test("locked steps are counted in words that exist", async () => {
  const { out } = await evaluate({
    "release.md": "---\norder: phases\n---\n## A\n\n- [ ] One\n\n## B\n\n- [ ] Two\n- [ ] Three\n",
  });
  expect(out).toMatch(/^Not ready: 3 of 3 left \(1 tick, 2 locked\)\./);
});

describe("wrong use says what was expected", () => {
  test("a moment without its time", async () => {
    const { exit, err } = await evaluate({
      "ledger.yml": act("tests-pass").replace("2026-05-04T09:00:00Z", "2026-05-04"),
    });
    expect(exit).toBe(2);
    expect(err).toMatch(/1:\d+ \$\[0\]\.at: `2026-05-04` is no moment; expected .* such as `2026-03-29T01:30:00Z`\.$/m);
  });

  test.each<[string, readonly string[], RegExp]>([
    [
      "Markdown",
      ["--procedure", "snapshot.yml", "--snapshot", "release.md"],
      /is Markdown.*swapped with `--procedure`\?/,
    ],
    ["JSON", ["--procedure", "facts.json", "--snapshot", "release.yml"], /is JSON.*swapped with `--snapshot`\?/],
    ["a ledger", ["--procedure", "release.md", "--snapshot", "ledger.yml"], /It looks like a ledger.*`--ledger`\.$/m],
    [
      "a snapshot",
      ["--procedure", "release.md", "--snapshot", "snapshot.yml", "--ledger", "snapshot.yml"],
      /It looks like a snapshot.*`--snapshot`\.$/m,
    ],
  ])("%s in the place of another file", async (_, args, message) => {
    const { exit, err } = await evaluate({}, args);
    expect(exit).toBe(2);
    expect(err).toMatch(message);
  });

  test("a procedure as the snapshot", async () => {
    const { exit, err } = await evaluate({ "snapshot.yml": "title: T\nphases: []\n" });
    expect(exit).toBe(2);
    expect(err).toMatch(/It looks like a procedure.*`--procedure`\.$/m);
  });
});

describe("a procedure without steps is never ready", () => {
  test.each(["", "# Release\n\nOnly prose.\n", "---\napplies: { base: other }\n---\n# Release\n"])(
    "%j",
    async (text) => {
      const { exit, out } = await evaluate({ "release.md": text, "ledger.yml": act("tests-pass") });
      expect(exit).toBe(1);
      expect(out).toMatch(
        /^Not ready: release\.md has no steps, so there is nothing to judge\.\nrelease\.md:1:1: error: /,
      );
    },
  );

  test("parse still shows it, with a warning", async () => {
    const cwd = await cli.folder({ "empty.md": "" });
    const { exit, out } = await cli.run(["parse", "empty.md"], { cwd });
    expect({ exit, out }).toEqual({ exit: 0, out: expect.stringMatching(/warning: .*no-steps/s) });
  });
});

test.each([
  [
    "a window of the config",
    "window: production",
    /Name the config that defines it with `--config`.*`days`, `hours` and `timezone`/u,
  ],
  [
    "a calendar",
    'window: { days: [mon], hours: "09:00-16:00", timezone: UTC, holidays: [a.ics] }',
    /Name the config of the checkout that holds it with `--config`/u,
  ],
])("%s is not asked for in a config that is not read", async (_, requirement, remedy) => {
  const ended = await evaluate({
    "release.md": `# Release\n\n- [ ] Now <!-- gate: { require: { ${requirement} } } -->\n`,
  });
  expect(ended.out).toMatch(remedy);
});
