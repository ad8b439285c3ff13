import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { checklistOf, checkOf, statusOf } from "./shop.ts";

/** With `STATIONS=folder`, writes what people see at a station of a story there, to be looked at; a test does not depend on it. */
export const station = (pull: PullScenario, name: string): void =>
  page(name, `# ${checkOf(pull)}\n\n${statusOf(pull)}\n\n---\n\n${checklistOf(pull)}\n`);

/** The same for any other page. */
export const page = (name: string, text: string): void => {
  const folder = process.env["STATIONS"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), text);
};

/** The same for an issue, which has no check. */
export const issueStation = (name: string, status: string, checklist: string): void => {
  const folder = process.env["STATIONS"];
  if (folder === undefined) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${name}.md`), `${status}\n\n---\n\n${checklist}\n`);
};
