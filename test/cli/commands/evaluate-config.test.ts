import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { ran } from "./asking.ts";

const FILES = {
  ".github/gatehouse.yml": `mode: shadow
roles: { lead: [olga], team: ["@acme/leads"] }
windows: { production: { days: [mon-thu], hours: "09:00-16:00", timezone: Europe/Berlin, holidays: [.github/off.ics] } }
freezes: [{ name: Year end, from: 2026-12-20, to: 2027-01-03, timezone: Europe/Berlin }]
procedures:
  - { use: ./procedures/deploy.yml, mode: enforce, parameters: { plan: { value: docs/plan.md } } }
`,
  ".github/off.ics":
    "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//x//y//EN\r\nBEGIN:VEVENT\r\nUID:1\r\nDTSTAMP:20260101T000000Z\r\nDTSTART;VALUE=DATE:20260505\r\nSUMMARY:Off\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
  ".github/procedures/deploy.yml": `title: Deploy
parameters: { plan: { value: none.md } }
phases:
  - title: Before
    steps:
      - { title: Inside the window, require: { window: production } }
      - { title: Agreed, require: { signoff: lead } }
      - { title: Planned, require: { document: "{plan}" } }
`,
  ".github/procedures/draft.yml":
    "title: Draft\nphases: [{ title: Before, steps: [{ title: Open, require: { window: production } }] }]\n",
  "team.yml": "title: Team\nphases: [{ title: Before, steps: [{ title: Agreed, require: { signoff: team } }] }]\n",
  "windows.yml": 'windows: { w: { days: [mon-sun], hours: "00:00-24:00", timezone: UTC } }\n',
  "bad.yml": "procedure: []\n",
  ".github/trial.yml":
    'roles: { lead: [max] }\nwindows: { production: { days: [mon-sun], hours: "00:00-24:00", timezone: UTC } }\nprocedures: [{ use: ./procedures/deploy.yml, mode: shadow }]\n',
  "based.yml": "extends: acme/.github\n",
  "snapshot.yml": `subject: { repository: acme/shop, number: 1 }
headSha: abc
reviews: [{ by: { login: olga }, state: approved, commit: abc, at: 2026-05-04T08:00:00Z }]
documents: { docs/plan.md: [{ path: docs/plan.md, text: "# Plan\\n\\nWe move the queue first, then the workers.\\n" }] }
`,
} as const;

let cwd: string;

beforeAll(async () => {
  cwd = await mkdtemp(join(tmpdir(), "gatehouse-config-"));
  for (const [path, text] of Object.entries(FILES)) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), text);
  }
});

afterAll(async () => rm(cwd, { recursive: true, force: true }));

const MONDAY = "2026-05-04T10:00:00Z";

const evaluate = async (procedure: string, more: readonly string[] = [], now = MONDAY) => {
  const args = ["evaluate", "--procedure", procedure, "--snapshot", "snapshot.yml", "--now", now, ...more];
  const { exit, text, complaint } = await ran([...args, "--format", "json"], { cwd });
  if (text === "") return { exit, complaint, steps: {}, findings: [] as readonly string[], json: {} };
  const json = JSON.parse(text);
  const steps: Readonly<Record<string, string>> = Object.fromEntries(
    (json.procedures[0]?.phases ?? []).flatMap(({ steps: all }: { steps: readonly { id: string; state: string }[] }) =>
      all.map(({ id, state }) => [id, state]),
    ),
  );
  const findings: readonly string[] = json.findings.map(
    ({ severity, file, line, code }: Readonly<Record<string, string>>) => `${severity} ${file}:${line} ${code}`,
  );
  return { exit, complaint, steps, findings, json };
};

const DEPLOY = ".github/procedures/deploy.yml";
const CONFIG = ["--config", ".github/gatehouse.yml"];

describe("--config", () => {
  test("judges by the windows, roles and parameters of the config, as it adopts the procedure", async () => {
    const { exit, steps, findings, json } = await evaluate(DEPLOY, CONFIG);
    expect({ steps, findings }).toEqual({
      steps: { "inside-the-window": "met", agreed: "met", planned: "met" },
      findings: [],
    });
    expect(json).toMatchObject({ ready: true, config: ".github/gatehouse.yml", procedures: [{ mode: "enforce" }] });
    expect(exit).toBe(0);
  });

  test.each([
    ["outside the window", "2026-05-04T20:00:00Z"],
    ["on a day of its calendar", "2026-05-05T10:00:00Z"],
    ["in a freeze", "2026-12-21T10:00:00Z"],
  ])("holds %s", async (_what, now) => {
    const { exit, steps } = await evaluate(DEPLOY, CONFIG, now);
    expect({ exit, step: steps["inside-the-window"] }).toEqual({ exit: 1, step: "waiting" });
  });

  test.each([
    [".github/gatehouse.yml", ", where it is on trial (`mode: shadow`) and holds nothing yet"],
    ["windows.yml", ""],
  ])("says by which config, and whether it is on trial there: %s", async (config, trial) => {
    const { text } = await ran(
      ["evaluate", "--procedure", DEPLOY, "--snapshot", "snapshot.yml", "--now", MONDAY, "--config", config],
      { cwd },
    );
    expect(text).toContain(`\nJudged by ${config}${trial}.\n`);
  });

  test("a procedure on trial is not ready while a step is open, as if it were enforced", async () => {
    const { exit, json } = await evaluate(DEPLOY, ["--config", ".github/trial.yml"]);
    expect(json).toMatchObject({ ready: false, mode: "shadow", procedures: [{ mode: "shadow" }] });
    expect(exit).toBe(1);
  });

  test("a procedure that the config does not adopt is judged as if it did, and a warning says so", async () => {
    const { exit, steps, findings, json } = await evaluate(".github/procedures/draft.yml", CONFIG);
    expect({ exit, steps, findings }).toEqual({
      exit: 0,
      steps: { open: "met" },
      findings: ["warning .github/gatehouse.yml:6 config/not-adopted"],
    });
    expect(json).toMatchObject({ procedures: [{ mode: "shadow" }] });
  });

  test("who is in a team is the snapshot file's to say", async () => {
    const { steps, json } = await evaluate("team.yml", CONFIG);
    expect(steps).toEqual({ agreed: "error" });
    expect(json).toMatchObject({ lacking: ["$.roles.team"] });
  });

  test("need not be a checkout's", async () => {
    const { findings, steps } = await evaluate(".github/procedures/draft.yml", ["--config", "windows.yml"]);
    expect({ findings, steps }).toEqual({
      findings: [expect.stringMatching(/^error .*procedure\/unknown-window$/u)],
      steps: expect.anything(),
    });
    expect((await evaluate("builtin:release-readiness", ["--config", "windows.yml"])).findings).toContainEqual(
      expect.stringMatching(/^error windows\.yml:1 procedure\/unknown-role$/u),
    );
  });

  test.each([
    ["a broken one", "bad.yml", ["error bad.yml:1 config/unknown-key"]],
    [
      "one that builds on another",
      "based.yml",
      ["warning based.yml:1 config/not-read", expect.stringMatching(/^warning/u)],
    ],
  ])("%s is told", async (_what, config, findings) => {
    expect(await evaluate(".github/procedures/draft.yml", ["--config", config])).toMatchObject({ exit: 1, findings });
  });

  test("one that is not there ends with 2", async () => {
    expect(await evaluate(DEPLOY, ["--config", "gatehouse.yml"])).toMatchObject({
      exit: 2,
      complaint: expect.stringMatching(/There is no file `gatehouse\.yml`; expected a config/u),
    });
  });
});

describe("without --config", () => {
  test("a config of the repository that would have a say is named, never read", async () => {
    const { exit, findings, steps, json } = await evaluate(DEPLOY);
    expect({ exit, findings }).toEqual({ exit: 1, findings: ["warning .github/gatehouse.yml:1 config/not-read"] });
    expect(steps).toMatchObject({ "inside-the-window": "error", agreed: "error" });
    expect(json).toMatchObject({
      config: null,
      findings: [{ message: expect.stringContaining("Add `--config .github/gatehouse.yml` to judge by it.") }],
    });
  });

  test("one that has no say is passed over", async () => {
    await writeFile(join(cwd, "plain.md"), "# Plain\n\n- [ ] One\n");
    expect((await evaluate("plain.md")).findings).toEqual([]);
  });
});

describe("a built-in procedure", () => {
  test.each(["builtin:release-readiness", "release-readiness"])("%s", async (name) => {
    const { exit, json } = await evaluate(name, ["--assume-absent"]);
    expect(exit).toBe(1);
    expect(json).toMatchObject({
      procedures: [{ id: "release-readiness", source: { reference: "builtin:release-readiness" } }],
    });
    expect((await ran(["parse", name], { cwd })).exit).toBe(0);
  });

  test.each([
    ["evaluate", ["evaluate", "--snapshot", "snapshot.yml", "--procedure"]],
    ["parse", ["parse"]],
    ["simulate", ["simulate", "--repo", "acme/shop", "--pull", "1", "--procedure"]],
    ["backtest", ["backtest", "--repo", "acme/shop", "--procedure"]],
    ["procedures show", ["procedures", "show"]],
  ])("%s names the one that was meant", async (_command, args) => {
    expect(await ran([...args, "builtin:release-readines"], { cwd })).toMatchObject({
      exit: 2,
      text: "",
      complaint: expect.stringMatching(
        /no built-in procedure `release-readines`\. Did you mean `release-readiness`\?/u,
      ),
    });
  });
});
