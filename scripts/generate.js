// Writes what is generated from the schemas: schema/*.schema.json, schema/openapi.json, the reference in docs/procedures.md,
// reference and worked example in docs/snapshots.md, docs/command-line-json.md and the exit codes in docs/command-line.md; and the code of the GitHub Action, which runs without being built.
// Run it by `npm run build && npm run generate`; a test fails when the committed files are not current.
import { spawnSync } from "node:child_process";
import { copyFileSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { commandLinePage } from "../lib/cli/command-line-page.js";
import { jsonReference } from "../lib/cli/json-reference.js";
import { auditTrailSchema } from "../lib/cli/audit/trail-schema.js";
import { snapshotPage } from "../lib/cli/snapshot-page.js";
import { configJsonSchema, printJsonSchema, procedureJsonSchema } from "../lib/procedures/json-schema.js";
import { referencePage } from "../lib/procedures/reference-page.js";
import { openApi } from "../lib/web/api/openapi.js";

const at = (path) => new URL(`../${path}`, import.meta.url);

mkdirSync(at("schema"), { recursive: true });
writeFileSync(at("schema/procedure.schema.json"), printJsonSchema(procedureJsonSchema()));
writeFileSync(at("schema/config.schema.json"), printJsonSchema(configJsonSchema()));
writeFileSync(at("schema/audit-trail.schema.json"), auditTrailSchema());
writeFileSync(at("schema/openapi.json"), openApi());

rmSync(at("action"), { recursive: true, force: true });
mkdirSync(at("action"));
for (const file of readdirSync(at("lib/deploy-check")).filter((name) => name.endsWith(".js")))
  copyFileSync(at(`lib/deploy-check/${file}`), at(`action/${file}`));

const page = readFileSync(at("docs/procedures.md"), "utf8");
const begin = "<!-- reference:begin -->";
const end = "<!-- reference:end -->";
const [before, rest = ""] = page.split(begin);
const after = rest.split(end)[1] ?? "\n";
writeFileSync(at("docs/procedures.md"), `${before}${begin}\n\n${referencePage()}\n\n${end}${after}`);

writeFileSync(at("docs/command-line.md"), commandLinePage(readFileSync(at("docs/command-line.md"), "utf8")));
writeFileSync(at("docs/command-line-json.md"), jsonReference());

const examples = fileURLToPath(at("test/fixtures/cli"));
const main = fileURLToPath(at("lib/cli/main.js"));
const snapshots = readFileSync(at("docs/snapshots.md"), "utf8");
writeFileSync(
  at("docs/snapshots.md"),
  snapshotPage(snapshots, {
    file: (name) => readFileSync(join(examples, name), "utf8"),
    answer: (args) =>
      spawnSync(process.execPath, [main, ...args.split(" ")], { cwd: examples, encoding: "utf8" }).stdout,
  }),
);
