import { configJsonSchema, procedureJsonSchema, type JsonSchema } from "./json-schema.ts";

/** The reference of `docs/procedures.md`, made of the same descriptions as the JSON Schemas. */
export const referencePage = (): string => {
  const procedure = procedureJsonSchema();
  const defs = procedure.$defs ?? {};
  const kinds = objectOf(defs["Requirement"] ?? {})?.properties ?? {};
  return [
    "<!-- prettier-ignore-start -->",
    section(
      "### Procedure",
      procedure,
      "The top of a `.yml` document; in Markdown, without `phases`, the front matter.",
    ),
    section(
      "### Phase",
      defs["Phase"],
      "An entry of `phases`; in Markdown, without `steps`, the `gate` comment of a heading.",
    ),
    section(
      "### Step",
      defs["Step"],
      "An entry of `steps`; in Markdown, without `steps`, the `gate` comment of a task item.",
    ),
    section(
      "### Conditions",
      defs["Predicate"],
      "Of `applies`, `when` and `exempt`. Keys of one condition must all hold, of a list one must.",
    ),
    "### Requirements\n\nWhat `require` takes: the name of a kind that needs no settings, or one kind with its settings.",
    ...Object.entries(kinds).map(([kind, schema]) => kindSection(kind, schema)),
    section("### Config", configJsonSchema(), "`.github/gatehouse.yml`, read from the base branch."),
    "<!-- prettier-ignore-end -->",
  ].join("\n\n");
};

const kindSection = (kind: string, schema: JsonSchema): string => {
  const short = alternatives(schema).filter(({ properties, $ref }) => properties === undefined && $ref === undefined);
  const intro = `#### \`${kind}\`\n\n${schema.description ?? ""}`;
  const shortly = short.length === 0 ? "" : `\n\nIn short: \`${kind}:\` followed by ${short.map(typeOf).join(" or ")}.`;
  const table = objectOf(schema)?.properties === undefined ? "" : `\n\n${tableOf(schema)}`;
  return `${intro}${shortly}${table}`;
};

const section = (title: string, schema: JsonSchema = {}, intro: string): string =>
  `${title}\n\n${intro}\n\n${tableOf(schema)}`;

const tableOf = (schema: JsonSchema): string =>
  ["| key | value | meaning |", "| --- | --- | --- |", ...rowsOf(schema, "")].join("\n");

const rowsOf = (schema: JsonSchema, prefix: string): readonly string[] => {
  const { properties = {}, required = [] } = objectOf(schema) ?? {};
  return Object.entries(properties).flatMap(([key, value]) => {
    const name = `${prefix}${key}`;
    const needed = required.includes(key) ? " (required)" : "";
    const row = `| \`${name}\`${needed} | ${cell(typeOf(value))} | ${cell(value.description ?? "")} |`;
    return [row, ...rowsOf(value, `${name}.`), ...listRows(value, name)];
  });
};

/** Rows of the maps in a list or under free names. */
const listRows = (schema: JsonSchema, name: string): readonly string[] =>
  alternatives(schema).flatMap(({ items, additionalProperties }) => [
    ...(items === undefined ? [] : rowsOf(items, `${name}[].`)),
    ...(typeof additionalProperties === "object" ? rowsOf(additionalProperties, `${name}.NAME.`) : []),
  ]);

const alternatives = (schema: JsonSchema): readonly JsonSchema[] => schema.anyOf?.flatMap(alternatives) ?? [schema];

/** The form with keys, among several. Maps of a union that differ are shown together. */
const objectOf = (schema: JsonSchema): JsonSchema | undefined => {
  const objects = alternatives(schema).filter(({ properties }) => properties !== undefined);
  if (objects.length < 2) return objects[0];
  return { properties: Object.assign({}, ...objects.map(({ properties }) => properties)) };
};

const typeOf = (schema: JsonSchema): string => {
  const types = alternatives(schema).map(simpleType);
  return [...new Set(types)].join(" or ");
};

const simpleType = (schema: JsonSchema): string => {
  if (schema.$ref !== undefined) return NAMES[schema.$ref.split("/").at(-1) ?? ""] ?? "a map";
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  if (schema.items !== undefined) return listOf(typeOf(schema.items));
  const types = [schema.type ?? "any"].flat();
  return types.map((type) => TYPES[type] ?? type).join(" or ");
};

const listOf = (type: string): string => (type.includes(" or ") ? `a list, each ${type}` : `a list of ${type}`);

const code = (value: unknown): string => `\`${JSON.stringify(value).replaceAll('"', "")}\``;

const NAMES: Readonly<Record<string, string>> = {
  Predicate: "a [condition](#conditions)",
  Requirement: "a [requirement](#requirements)",
  Phase: "[phases](#phase)",
  Step: "[steps](#step)",
};

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  integer: "a whole number",
  boolean: "`true`, `false`",
  object: "a map",
  array: "a list",
  any: "anything",
};

/** A text in a cell of a generated table: ours, so only its bars and line ends are in the way. */
export const cell = (text: string): string => text.replaceAll("|", String.raw`\|`).replaceAll(/\s+/gu, " ");
