import { describe, expect, test } from "@jest/globals";
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { read, root } from "./files.ts";

/** What starts Gatehouse under systemd. */

const FILE = "deploy/systemd/gatehouse.service";
const unit = read(FILE);

/** Keys and values of each section, in order; what is none of these is an error. */
const parsed = (text: string): ReadonlyMap<string, readonly (readonly [string, string])[]> => {
  const sections = new Map<string, [string, string][]>();
  let current: [string, string][] | undefined;
  for (const line of text.split("\n")) {
    const [, name] = /^\[(Unit|Service|Install)\]$/u.exec(line) ?? [];
    const [, key = "", value = ""] = /^([A-Z][A-Za-z]+)=(.*)$/u.exec(line) ?? [];
    if (name !== undefined) sections.set(name, (current = []));
    else if (key !== "" && current !== undefined) current.push([key, value]);
    else if (line !== "" && !line.startsWith("#")) throw new Error(`no line of a unit: ${line}`);
  }
  return sections;
};

const service = parsed(unit).get("Service") ?? [];
const valuesOf = (key: string): readonly string[] => service.flatMap(([name, value]) => (name === key ? [value] : []));

describe("the unit", () => {
  test("has its sections, and is started with the machine", () => {
    expect([...parsed(unit).keys()]).toEqual(["Unit", "Service", "Install"]);
    expect(parsed(unit).get("Install")).toEqual([["WantedBy", "multi-user.target"]]);
  });

  test("runs the server as nobody special, who may write to one folder only", () => {
    expect(valuesOf("ExecStart")).toEqual(["/usr/bin/node --env-file=%d/env lib/server.js"]);
    expect(valuesOf("DynamicUser")).toEqual(["yes"]);
    expect(valuesOf("ProtectSystem")).toEqual(["strict"]);
    expect(valuesOf("StateDirectory")).toEqual(["gatehouse"]);
    expect(valuesOf("ReadWritePaths")).toEqual([]);
    expect(valuesOf("CapabilityBoundingSet")).toEqual([""]);
    expect(valuesOf("NoNewPrivileges")).toEqual(["yes"]);
  });

  test("holds no secret, and keeps the one file that does from others", () => {
    expect(valuesOf("LoadCredential")).toEqual(["env:/etc/gatehouse/gatehouse.env"]);
    expect(valuesOf("Environment")).toEqual(["NODE_ENV=production DATA_DIR=%S/gatehouse"]);
    expect(valuesOf("EnvironmentFile")).toEqual([]);
  });

  test("lets V8 compile, and leaves time to stop in", () => {
    expect(valuesOf("MemoryDenyWriteExecute")).toEqual([]);
    expect(Number(valuesOf("TimeoutStopSec")[0])).toBeGreaterThanOrEqual(40);
  });

  test("is the one that the page installs", () => {
    expect(read("docs/install.md")).toContain(`${FILE} /etc/systemd/system/`);
  });
});

const has = (...args: readonly string[]): boolean => spawnSync("systemd-analyze", args).status === 0;
const withSystemd = has("--version") ? test : test.skip;

/** With this machine's Node and folder in place of those that the page asks for. */
const checked = (...args: readonly string[]) => {
  const folder = mkdtempSync(join(tmpdir(), "gatehouse-systemd-"));
  const file = join(folder, "gatehouse.service");
  writeFileSync(file, unit.replace("/usr/bin/node", process.execPath).replace("/opt/gatehouse", root));
  const { status, stdout, stderr } = spawnSync("systemd-analyze", [...args, file], { encoding: "utf8" });
  rmSync(folder, { recursive: true });
  return { status, stdout, stderr };
};

withSystemd("systemd finds nothing wrong with it", () => {
  expect(checked("verify", "--man=no")).toEqual({ status: 0, stdout: "", stderr: "" });
});

/** `--offline` came with systemd 250. */
const withOffline = has("security", "--offline=true", "--threshold=100", join(root, FILE)) ? test : test.skip;

withOffline("systemd calls it well enclosed: 2 of 10 at the most", () => {
  const { status, stdout } = checked("security", "--offline=true", "--threshold=20", "--no-pager");
  expect({ status, level: /exposure level.*$/mu.exec(stdout)?.[0] }).toEqual({
    status: 0,
    level: expect.stringMatching(/: [01]\.\d /u),
  });
});
