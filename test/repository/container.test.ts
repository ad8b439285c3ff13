import { describe, expect, test } from "@jest/globals";
import { read } from "./files.ts";

const stages = read("Dockerfile")
  .split(/^(?=FROM )/m)
  .filter((stage) => stage.startsWith("FROM"));
const last = stages.at(-1) ?? "";

describe("the container", () => {
  test("runs as nobody special, from the first line that runs in it", () => {
    expect(/^USER (.*)$/m.exec(last)?.[1]).toBe("1000:1000");
    expect(last.indexOf("USER 1000")).toBeLessThan(last.indexOf("\nCMD"));
  });

  test("writes to one volume alone", () => {
    expect([...last.matchAll(/^VOLUME (.*)$/gm)].map(([, at]) => at)).toEqual(["/data"]);
    expect(last).toContain("DATA_DIR=/data");
  });

  test("is asked whether it is healthy", () => {
    expect(last).toMatch(/^HEALTHCHECK .*--start-period/m);
    expect(last).toContain("/healthz");
  });

  test("is built from one version of its base, in every stage", () => {
    const bases = new Set(stages.map((stage) => /^FROM (\S+)/.exec(stage)?.[1]));
    expect([...bases]).toEqual([expect.stringMatching(/^node:\d+\.\d+(\.\d+)?-slim(@sha256:[0-9a-f]{64})?$/)]);
  });

  test("is given no secret to keep: neither an argument nor a file that is not named", () => {
    expect(read("Dockerfile")).not.toMatch(/^(ARG|ADD)\b|^ENV .*(SECRET|KEY|TOKEN)/m);
    expect(read("Dockerfile")).not.toMatch(/^COPY (\. |--chown=\S+ \. )/m);
    expect(read(".dockerignore").split("\n")[0]).toBe("*");
  });

  test("lets no package run a script while it is built", () => {
    const installs = [...read("Dockerfile").matchAll(/npm ci.*$/gm)].map(([line]) => line);
    expect(installs.filter((line) => !line.includes("--ignore-scripts"))).toEqual([]);
    expect(installs).toHaveLength(2);
  });
});
