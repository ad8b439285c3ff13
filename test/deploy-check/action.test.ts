import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { z } from "zod";
import { read, root } from "../repository/files.ts";
import {
  answerWith,
  APPROVED,
  AWAITING,
  NO_HOST,
  REJECTED,
  SHA,
  startGateServer,
  TOKEN,
  type GateServer,
} from "./gate-server.ts";

/** What GitHub takes in an action of this kind. https://docs.github.com/en/actions/reference/workflows-and-actions/metadata-syntax */
const Metadata = z.strictObject({
  name: z.string(),
  author: z.string(),
  description: z.string(),
  branding: z.strictObject({ icon: z.string(), color: z.enum(["green"]) }),
  inputs: z.record(
    z.string(),
    z.strictObject({ description: z.string(), required: z.boolean(), default: z.string().optional() }),
  ),
  outputs: z.record(z.string(), z.strictObject({ description: z.string() })),
  runs: z.strictObject({ using: z.enum(["node20", "node24"]), main: z.string() }),
});
const Workflow = z.object({
  jobs: z.record(
    z.string(),
    z.object({
      steps: z.array(z.object({ uses: z.string().optional(), with: z.record(z.string(), z.unknown()).optional() })),
    }),
  ),
});

const metadata = Metadata.parse(load(read("action.yml")));

let gate: GateServer;
let folder: string;

beforeAll(async () => {
  gate = await startGateServer();
  folder = await mkdtemp(join(tmpdir(), "gatehouse-action-"));
});
afterAll(async () => {
  await gate.close();
  await rm(folder, { recursive: true, force: true });
});

interface Ran {
  readonly exit: number | null;
  readonly log: string;
  readonly err: string;
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
}

interface How {
  readonly inputs?: Readonly<Record<string, string>>;
  /** Called when the process runs. */
  readonly meanwhile?: (process: { readonly kill: (signal: NodeJS.Signals) => void }) => Promise<void>;
}

let runs = 0;

/** As GitHub's runner does it: a bare environment, every input of action.yml with its default, files for what comes back. */
const step = async ({ inputs = {}, meanwhile }: How = {}): Promise<Ran> => {
  runs += 1;
  const output = join(folder, `output-${runs}`);
  const summary = join(folder, `summary-${runs}`);
  await Promise.all([writeFile(output, ""), writeFile(summary, "")]);
  const defaults = Object.fromEntries(
    Object.entries(metadata.inputs).map(([name, { default: value = "" }]) => [name, EXPRESSIONS[value] ?? value]),
  );
  const given = { ...defaults, url: gate.url, environment: "production", poll: "1s", ...inputs };
  const env = {
    ...Object.fromEntries(Object.entries(given).map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
    GITHUB_OUTPUT: output,
    GITHUB_STEP_SUMMARY: summary,
  };
  const child = spawn(process.execPath, [join(root, metadata.runs.main)], { cwd: folder, env });
  const out: Buffer[] = [];
  const err: Buffer[] = [];
  child.stdout.on("data", (chunk: Buffer) => out.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => err.push(chunk));
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  await meanwhile?.({ kill: (signal) => void child.kill(signal) });
  const exit = await ended;
  const log = Buffer.concat(out).toString("utf8");
  const outputs = outputsOf(await readFile(output, "utf8"));
  return { exit, log, err: Buffer.concat(err).toString("utf8"), outputs, summary: await readFile(summary, "utf8") };
};

const EXPRESSIONS: Readonly<Record<string, string>> = {
  "${{ github.sha }}": SHA,
  "${{ github.repository }}": "acme/shop",
  "${{ github.token }}": TOKEN,
};

/** https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands#multiline-strings */
const outputsOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    [...text.matchAll(/^([\w-]+)<<(.+)\n([^]*?)\n\2$/gm)].map(([, name = "", , value = ""]) => [name, value]),
  );

describe("the step", () => {
  test("succeeds when the deployment is approved", async () => {
    gate.answers(APPROVED);
    const { exit, log, err, outputs, summary } = await step();
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(log).toBe("Approved: Ready\n");
    expect(outputs).toEqual({ decision: "approved", title: "Ready", "opens-at": "", report: APPROVED.report });
    expect(summary).toContain("is approved.\n\n## Release");
    expect(gate.asked).toEqual([{ token: TOKEN, environment: "production", sha: SHA }]);
  });

  test("takes the token of a file in place of the job's", async () => {
    gate.answers(APPROVED);
    const file = join(folder, "token");
    await writeFile(file, `${TOKEN}\r\n`);
    expect(await step({ inputs: { token: "other", "token-file": file } })).toMatchObject({ exit: 0, err: "" });
    expect(gate.asked.map(({ token }) => token)).toEqual([TOKEN]);
  });

  test("waits for what is awaited, and tells what is left", async () => {
    gate.answers(AWAITING, AWAITING, { kind: "pending" }, APPROVED);
    const { exit, log } = await step();
    expect(exit).toBe(0);
    expect(log.match(/^Awaiting: /gm)).toHaveLength(1);
    expect(log).toMatch(/Awaiting: 1 of 4 left: a sign-off\n {2}- #7 Basket.*\nApproved: Ready\n$/);
  });

  test("fails when it is rejected, at once and with the reasons", async () => {
    gate.answers(REJECTED);
    const { exit, log, outputs } = await step();
    expect(exit).toBe(1);
    expect(log).toContain(
      "::error title=Gatehouse%3A rejected::The deployment of 4f0c2a9d1b7e to production is rejected: No-go by @olga%0A#7 Basket: no-go.\n",
    );
    expect(outputs["decision"]).toBe("rejected");
    expect(gate.asked).toHaveLength(1);
  });

  test("fails when the time is over", async () => {
    gate.answers(answerWith({ opensAt: "2026-11-23T08:00:00.000Z" }));
    const { exit, log, outputs, summary } = await step({ inputs: { wait: "2s" } });
    expect(exit).toBe(1);
    expect(log).toMatch(/^::error title=Gatehouse%3A awaiting::.*is not approved after 2 s: 1 of 4 left/m);
    expect(outputs).toMatchObject({ decision: "awaiting", "opens-at": "2026-11-23T08:00:00.000Z" });
    expect(summary).toContain("not approved after 2 s");
  });

  test("warns when it is approved although something holds it", async () => {
    gate.answers({ ...APPROVED, despite: "opened by @olga: outage" });
    const { exit, log } = await step();
    expect(exit).toBe(0);
    expect(log).toContain("::warning title=Gatehouse%3A approved::opened by @olga: outage\n");
  });

  test.each<[string, How, RegExp]>([
    ["no address", { inputs: { url: "" } }, /^::error title=Gatehouse%3A wrong inputs::The input `url` is missing/m],
    ["a short commit", { inputs: { sha: "4f0c2a9" } }, /The input `sha` is no full commit/],
    [
      "no such token file",
      { inputs: { "token-file": "nowhere" } },
      /`token-file` names no file that can be read: `nowhere`/,
    ],
    ["no token", { inputs: { token: "" } }, /The input `token` is missing/],
    ["a wait that is none", { inputs: { wait: "a while" } }, /The input `wait` is no time/],
    ["plain http", { inputs: { url: "http://gate.example.com" } }, /unencrypted.*`allow-http: true`/],
    [
      "a host that is not there",
      { inputs: { url: `https://${NO_HOST}`, wait: "0" } },
      /There is no host `a+\.invalid`/,
    ],
  ])("fails with %s, and gives no decision", async (_what, how, message) => {
    const { exit, log, outputs, summary, err } = await step(how);
    expect({ exit, outputs, err }).toEqual({ exit: 1, outputs: {}, err: "" });
    expect(log).toMatch(message);
    expect(summary).not.toBe("");
  });

  test.each(["SIGINT", "SIGTERM"] as const)("fails when the job is cancelled by %s", async (signal) => {
    gate.answers(AWAITING);
    const { exit, log, outputs } = await step({
      meanwhile: async ({ kill }) => {
        await gate.askedTimes(2);
        kill(signal);
      },
    });
    expect({ exit, outputs }).toEqual({ exit: 1, outputs: {} });
    expect(log).toMatch(/^::error .*was not approved when waiting was stopped/m);
  });

  test("shows the token to nobody but Gatehouse", async () => {
    gate.answers({ kind: "bad-token" });
    const ran = await step();
    expect(ran.exit).toBe(1);
    expect(JSON.stringify(ran)).not.toContain(TOKEN);
  });

  test("takes texts of others for texts", async () => {
    const nasty = "::add-mask::x\n::set-output name=decision::approved ##[add-path]/tmp\u001B[31m\u202E";
    const report = "text\nghadelimiter\ndecision<<x\napproved\nx\n";
    gate.answers(answerWith({ decision: "rejected", title: nasty, reasons: [nasty], report }));
    const { exit, log, outputs } = await step();
    expect(exit).toBe(1);
    const commands = log.split("\n").filter((line) => line.trimStart().startsWith("::"));
    expect(commands).toEqual([expect.stringMatching(/^::error title=Gatehouse%3A rejected::/)]);
    expect(log.replace(/^::error.*$/m, "")).not.toMatch(/##\[|\p{Cc}(?<!\n)|\u202E/u);
    expect(outputs).toMatchObject({ decision: "rejected", title: nasty, report });
  });
});

const source = read("src/deploy-check/action.ts");

const used = (pattern: RegExp): readonly string[] =>
  [...source.matchAll(pattern)].map(([, name = ""]) => name).toSorted();

describe("action.yml", () => {
  test("declares every input and output of the code, and no others", () => {
    expect(used(/\binput\("([\w-]+)"\)/g)).toEqual(Object.keys(metadata.inputs).toSorted());
    expect(used(/\.output\("([\w-]+)"/g)).toEqual(Object.keys(metadata.outputs).toSorted());
  });

  test("needs only what has no default", () => {
    const required = Object.entries(metadata.inputs).filter(([, input]) => input.required);
    expect(required.map(([name]) => name)).toEqual(["url", "environment"]);
    expect(required.filter(([, input]) => input.default !== undefined)).toEqual([]);
  });

  test("defaults that are expressions name what a runner knows", () => {
    const defaults = Object.values(metadata.inputs).flatMap(({ default: value }) => value ?? []);
    expect(defaults.filter((value) => value.includes("${{") && EXPRESSIONS[value] === undefined)).toEqual([]);
  });

  test("is used in the guide with inputs that it has, and described there with all of them", () => {
    const guide = read("docs/deploy-check.md");
    const [, example = ""] = /```yaml\n(# \.github\/workflows[^]*?)```/.exec(guide) ?? [];
    const steps = Workflow.parse(load(example)).jobs["deploy"]?.steps ?? [];
    const given = Object.keys(steps.find(({ uses }) => uses?.includes("gatehouse"))?.with ?? {});
    const known = new Set(Object.keys(metadata.inputs));
    expect(given).toEqual(expect.arrayContaining(["url", "environment"]));
    expect(given.filter((name) => !known.has(name))).toEqual([]);
    expect([...known].filter((name) => !guide.includes(`| \`${name}\` `))).toEqual([]);
  });
});
