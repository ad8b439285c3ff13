#!/usr/bin/env node
import { nodeTooOld } from "./node-version.ts";

const problem = nodeTooOld(process.versions.node);

if (problem === undefined) {
  const { processShell } = await import("./shell.ts");
  const { run } = await import("./run.ts");
  process.exitCode = await run(process.argv.slice(2), processShell());
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
