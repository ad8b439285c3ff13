import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const ARGS = ["--disable-warning=ExperimentalWarning", "--import", "./scripts/typescript.js", "test/demo/main.ts"];

const begin = (args: readonly string[]) => {
  const child = spawn(process.execPath, [...ARGS, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let out = "";
  let err = "";
  child.stdout.setEncoding("utf8").on("data", (piece: string) => (out += piece));
  child.stderr.setEncoding("utf8").on("data", (piece: string) => (err += piece));
  return { child, ended: once(child, "close").then(([code]) => ({ code, out, err })) };
};

describe("a port that is taken", () => {
  let taken: Server;
  let port = 0;
  beforeAll(async () => {
    taken = createServer().listen(0, "127.0.0.1");
    await once(taken, "listening");
    const address = taken.address();
    port = typeof address === "object" && address !== null ? address.port : 0;
  });
  afterAll(() => void taken.close());

  test("is told before anything is played, in a sentence with a way out", async () => {
    expect(await begin(["--port", String(port)]).ended).toEqual({
      code: 1,
      out: "",
      err: `--port ${port}: something else listens there already. Name another port, or leave --port out: then a free one is taken.\n`,
    });
  });
});

test.each([
  { args: ["--port", "x"], says: "--port x: expected 0 to 65535" },
  { args: ["--scenes", "0"], says: "--scenes 0: expected 1 to 26" },
  { args: ["--story", "x"], says: "--story x: expected merge, deployment, rollback" },
  { args: ["--format", "x"], says: "--format x: expected text or json" },
])("$args is refused with what was expected", async ({ args, says }) => {
  const { code, out, err } = await begin(args).ended;
  expect({ code, out, said: err.split("\n")[0] }).toEqual({ code: 2, out: "", said: says });
});

test("what is going to happen is said first, and JSON is nothing but JSON", async () => {
  const { child, ended } = begin(["--once", "--scenes", "1", "--format", "json"]);
  const [first] = await once(child.stderr, "data");
  expect(String(first)).toContain("Tells 1 scene");
  const { code, out } = await ended;
  expect(code).toBe(0);
  expect(
    out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line)),
  ).toMatchObject([{ scene: 1, pull: 1 }]);
});
