import { expect, test } from "@jest/globals";
import { readFileSync } from "node:fs";
import { z } from "zod";
import { nodeTooOld } from "../../src/cli/node-version.ts";

test.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("%s is new enough", (version) => {
  expect(nodeTooOld(version)).toBeUndefined();
});

test.each(["20.18.3", "18.20.8", "0.12.0"])("%s is too old, and the message says what is needed", (version) => {
  expect(nodeTooOld(version)).toMatch(/needs Node.js 20.19 or newer; this is/);
});

test("is what package.json asks for", () => {
  const { engines } = z
    .object({ engines: z.object({ node: z.string() }) })
    .parse(JSON.parse(readFileSync("package.json", "utf8")));
  expect(nodeTooOld(engines.node.replace(">=", ""))).toBeUndefined();
  expect(nodeTooOld("0.0.0")).toContain(engines.node.replace(">=", ""));
});
