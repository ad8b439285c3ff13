import { DOCUMENTS } from "./json/documents.ts";
import { ELSEWHERE as SHAPES_ELSEWHERE, keysOf, schemaOf, type Schema } from "./schema-table.ts";

/** The whole of docs/command-line-json.md, made of the schemas that the documents are checked against. */
export const jsonReference = (): string => {
  const all = [...DOCUMENTS].filter(([command]) => !ELSEWHERE.has(command));
  const schemas = all.map(([command, document]) => ({ command, schema: schemaOf(document) }));
  return [
    "# What commands print for programs",
    INTRODUCTION,
    "<!-- prettier-ignore-start -->",
    ...schemas.flatMap(({ command, schema }) => [`## \`${command}\``, ...described(schema)]),
    ...[...ELSEWHERE].flatMap(([command, where]) => [`## \`${command}\``, where]),
    ...sharedOf(schemas.map(({ schema }) => schema)).flatMap(([name, schema]) => [`## ${name}`, ...described(schema)]),
    "<!-- prettier-ignore-end -->",
    "",
  ]
    .join("\n\n")
    .replace(/\n+$/u, "\n");
};

const INTRODUCTION =
  "`--format json` makes a command print one JSON document on standard output, and nothing else there. Keys may be added, and are not taken away; a program that reads one should pass over keys that it does not know. `gatehouse schema output/COMMAND` prints the same as JSON Schema. Messages for people stand on standard error, and the [exit code](command-line.md#exit-codes) is the same in every format.";

/** What has a description of its own. */
const ELSEWHERE: ReadonlyMap<string, string> = new Map([
  ["deploy-check", "As the server gave it: `DeployAnswer` in [`schema/openapi.json`](../schema/openapi.json)."],
  ["audit export", "As [its schema](../schema/audit-trail.schema.json) says."],
]);

const described = (schema: Schema): readonly string[] => [
  ...(schema.description === undefined ? [] : [schema.description]),
  tableOf(schema),
];

const tableOf = (schema: Schema): string =>
  [
    "| key | value | meaning |",
    "| --- | --- | --- |",
    ...keysOf(schema).map(
      ({ name, isRequired, value, about }) =>
        `| \`${name}\`${isRequired ? "" : " (may be absent)"} | ${value} | ${about} |`,
    ),
  ].join("\n");

/** Shapes that several documents use, each once. */
const sharedOf = (schemas: readonly Schema[]): readonly (readonly [string, Schema])[] => [
  ...new Map(
    schemas
      .flatMap(({ $defs = {} }) => Object.entries($defs))
      .filter(([name]) => !name.startsWith("__") && !SHAPES_ELSEWHERE.has(name))
      .toSorted(([one], [other]) => one.localeCompare(other, "en")),
  ),
];
