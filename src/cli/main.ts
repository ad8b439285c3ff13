#!/usr/bin/env node
import { nodeTooOld } from "./node-version.ts";

const problem = nodeTooOld(process.versions.node);

if (problem === undefined) {
  try {
    const { processShell } = await import("./shell.ts");
    const { run } = await import("./run.ts");
    process.exitCode = await run(process.argv.slice(2), processShell());
  } catch (error) {
    process.stderr.write(`gatehouse: This installation is broken; install it anew.\n${String(error)}\n`);
    process.exitCode = 2;
  }
} else {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 2;
}
