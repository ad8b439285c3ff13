// Regenerates test/contracts/: the part of GitHub's published OpenAPI that the fake GitHub implements.
// Usage: node scripts/contracts.js FOLDER, where `npm i @octokit/openapi @octokit/openapi-webhooks` was run in FOLDER.
// The packages weigh 400 MB unpacked, so the project commits this subset instead of depending on them.
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const out = join(import.meta.dirname, "../test/contracts");
const wanted = JSON.parse(readFileSync(join(import.meta.dirname, "contracts-routes.json"), "utf8"));
const SCHEMA_REF = "#/components/schemas/";
const PROSE = new Set([
  "description",
  "example",
  "examples",
  "externalDocs",
  "title",
  "summary",
  "deprecated",
  "default",
]);

const folder = process.argv[2];
if (folder === undefined) throw new Error("usage: node scripts/contracts.js FOLDER_WITH_OCTOKIT_OPENAPI_INSTALLED");

const rest = load("openapi");
const hooks = load("openapi-webhooks");

write("rest.json", {
  source: source("openapi"),
  routes: Object.fromEntries(wanted.routes.map((route) => [route, operation(route)])),
});
write("webhooks.json", {
  source: source("openapi-webhooks"),
  events: Object.fromEntries(wanted.webhooks.map((name) => [name, webhook(name)])),
});

function operation(route) {
  const [method, path] = route.split(" ");
  const found = rest.paths[path]?.[method.toLowerCase()];
  if (found === undefined) throw new Error(`GitHub's OpenAPI has no ${route}`);
  const parameters = (found.parameters ?? []).map((parameter) => resolve(rest, parameter));
  const query = Object.fromEntries(
    parameters.filter((parameter) => parameter.in === "query").map(({ name, schema }) => [name, trim(schema)]),
  );
  const body = found.requestBody?.content?.["application/json"]?.schema;
  const responses = Object.entries(found.responses).map(([status, response]) => [
    status,
    trim(resolve(rest, response).content?.["application/json"]?.schema ?? null),
  ]);
  return {
    query,
    ...(body === undefined ? {} : { body: trim(body), bodyRequired: found.requestBody.required === true }),
    responses: Object.fromEntries(responses),
  };
}

function webhook(name) {
  const found = hooks.webhooks[name.replaceAll(/[._]/g, "-")]?.post;
  if (found === undefined) throw new Error(`GitHub's OpenAPI has no webhook ${name}`);
  return trim(found.requestBody.content["application/json"].schema);
}

/** JSON Schema 2020-12 without prose: `nullable` becomes a null type, references point to `#/$defs/`. */
function trim(node) {
  if (Array.isArray(node)) return node.map(trim);
  if (node === null || typeof node !== "object") return node;
  const entries = Object.entries(node).filter(
    ([key]) => !key.startsWith("x-") && key !== "nullable" && key !== "discriminator",
  );
  const kept = {};
  for (const [key, value] of entries) {
    if (key === "properties")
      kept[key] = Object.fromEntries(Object.entries(value).map(([name, one]) => [name, trim(one)]));
    else if (key === "$ref") kept[key] = `#/$defs/${value.slice(SCHEMA_REF.length)}`;
    else if (key === "enum" || key === "required" || key === "const") kept[key] = value;
    else if (!PROSE.has(key)) kept[key] = trim(value);
  }
  return node.nullable === true ? orNull(kept) : kept;
}

function orNull(schema) {
  if (
    schema.$ref !== undefined ||
    schema.allOf !== undefined ||
    schema.oneOf !== undefined ||
    schema.anyOf !== undefined
  )
    return { anyOf: [schema, { type: "null" }] };
  return {
    ...schema,
    ...(schema.type === undefined ? {} : { type: [schema.type, "null"].flat() }),
    ...(schema.enum === undefined ? {} : { enum: [...schema.enum, null] }),
  };
}

function resolve(document, node) {
  if (node.$ref === undefined) return node;
  return node.$ref
    .slice(2)
    .split("/")
    .reduce((place, key) => place[key], document);
}

function load(name) {
  return JSON.parse(readFileSync(join(folder, "node_modules/@octokit", name, "generated/api.github.com.json"), "utf8"));
}

function source(name) {
  const { version } = JSON.parse(readFileSync(join(folder, "node_modules/@octokit", name, "package.json"), "utf8"));
  return `@octokit/${name}@${version}, api.github.com`;
}

function write(file, contract) {
  const document = file === "rest.json" ? rest : hooks;
  const $defs = {};
  const pending = references(contract);
  while (pending.length > 0) {
    const name = pending.pop();
    if ($defs[name] !== undefined) continue;
    $defs[name] = trim(document.components.schemas[name]);
    pending.push(...references($defs[name]));
  }
  const text = JSON.stringify({ ...contract, $defs });
  writeFileSync(join(out, file), `${text}\n`);
  console.log(`${file}: ${Object.keys($defs).length} schemas, ${Math.round(text.length / 1024)} KB`);
}

function references(node) {
  return [...JSON.stringify(node).matchAll(/"#\/\$defs\/([^"]+)"/g)].map(([, name]) => name);
}
