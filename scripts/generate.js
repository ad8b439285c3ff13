// Writes what is generated from the schemas: schema/*.schema.json and the reference in docs/procedures.md.
// Run it by `npm run build && npm run generate`; a test fails when the committed files are not current.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { configJsonSchema, printJsonSchema, procedureJsonSchema } from "../lib/procedures/json-schema.js";
import { referencePage } from "../lib/procedures/reference-page.js";

const at = (path) => new URL(`../${path}`, import.meta.url);

mkdirSync(at("schema"), { recursive: true });
writeFileSync(at("schema/procedure.schema.json"), printJsonSchema(procedureJsonSchema()));
writeFileSync(at("schema/config.schema.json"), printJsonSchema(configJsonSchema()));

const page = readFileSync(at("docs/procedures.md"), "utf8");
const begin = "<!-- reference:begin -->";
const end = "<!-- reference:end -->";
const [before, rest = ""] = page.split(begin);
const after = rest.split(end)[1] ?? "\n";
writeFileSync(at("docs/procedures.md"), `${before}${begin}\n\n${referencePage()}\n\n${end}${after}`);
