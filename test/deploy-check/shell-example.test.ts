import { spawn } from "node:child_process";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { read } from "../repository/files.ts";
import {
  answerWith,
  APPROVED,
  AWAITING,
  REJECTED,
  SHA,
  startGateServer,
  TOKEN,
  type GateServer,
} from "./gate-server.ts";

/** The script of docs/deploy-check.md, as people copy it. */
const [, script = ""] = /```sh\n(#!\/bin\/sh\n[^]*?)```/.exec(read("docs/deploy-check.md")) ?? [];

let gate: GateServer;

beforeAll(async () => {
  gate = await startGateServer();
});
afterAll(() => gate.close());

interface Ended {
  readonly exit: number | null;
  readonly out: string;
  readonly err: string;
}

const run = (env: Readonly<Record<string, string>> = {}): Promise<Ended> =>
  new Promise((resolve) => {
    const child = spawn("sh", ["-c", script], {
      env: {
        PATH: process.env["PATH"] ?? "",
        GATEHOUSE_URL: gate.url,
        REPOSITORY: "acme/shop",
        ENVIRONMENT: "eu%2Fprod",
        SHA,
        GITHUB_TOKEN: TOKEN,
        POLL: "0",
        ...env,
      },
    });
    let out = "";
    let err = "";
    child.stdout.on("data", (chunk: Buffer) => (out += chunk.toString("utf8")));
    child.stderr.on("data", (chunk: Buffer) => (err += chunk.toString("utf8")));
    child.on("close", (exit) => resolve({ exit, out, err }));
  });

const about = (answer: typeof AWAITING) => ({ ...answer, environment: "eu/prod" });

describe("the script for any shell", () => {
  test("waits for the approval", async () => {
    gate.answers(about(AWAITING), { kind: "pending" }, new Error("restarting"), about(APPROVED));
    const { exit, out, err } = await run();
    expect({ exit, err }).toEqual({ exit: 0, err: "" });
    expect(out.split("\n")).toEqual([
      "awaiting: 1 of 4 left: a sign-off",
      "  - #7 Basket: Product owner accepts. @olga can.",
      "not decided yet (HTTP 202)",
      "not decided yet (HTTP 503)",
      "approved: Ready",
      "",
    ]);
    expect(gate.asked[0]).toEqual({ token: TOKEN, environment: "eu/prod", sha: SHA });
  });

  test("ends with 1 when it is rejected", async () => {
    gate.answers(about(REJECTED));
    expect((await run()).exit).toBe(1);
  });

  test("ends with 1 when the time is over", async () => {
    gate.answers(answerWith({ environment: "eu/prod" }));
    expect((await run({ WAIT: "0" })).exit).toBe(1);
  });

  test("ends with 2, and says what to do, when something must be changed", async () => {
    gate.answers({ kind: "bad-token" });
    const { exit, err } = await run();
    expect(exit).toBe(2);
    expect(err).toMatch(/GitHub does not know this token.*gh auth token/);
  });

  test("ends with 1 when nobody answers", async () => {
    const { exit, out } = await run({ GATEHOUSE_URL: "http://127.0.0.1:1", WAIT: "0" });
    expect({ exit, out }).toEqual({ exit: 1, out: "not decided yet (HTTP 000)\n" });
  });
});
