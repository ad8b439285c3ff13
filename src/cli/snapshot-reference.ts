import { z } from "zod";
import { LedgerEntry } from "../evidence/ledger.ts";
import { Snapshot } from "../evidence/snapshot.ts";
import { cell } from "../procedures/reference-page.ts";

/** The reference in docs/snapshots.md, made of the descriptions that the schemas carry. */
export const snapshotReference = (): string =>
  [
    "<!-- prettier-ignore-start -->",
    "### Snapshot file",
    "A map with these keys; only `subject` is required.",
    table(Snapshot),
    "### Ledger file",
    "A list of acts, oldest first. Every act has these keys:",
    ...acts(),
    "<!-- prettier-ignore-end -->",
  ].join("\n\n");

/** The part of JSON Schema that the two files' schemas are written in. */
interface Schema {
  readonly type?: string | readonly string[] | undefined;
  readonly format?: string | undefined;
  readonly description?: string | undefined;
  readonly default?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, Schema>> | undefined;
  readonly required?: readonly string[] | undefined;
  readonly items?: Schema | undefined;
  readonly additionalProperties?: Schema | boolean | undefined;
  readonly anyOf?: readonly Schema[] | undefined;
  readonly oneOf?: readonly Schema[] | undefined;
}

const Schema: z.ZodType<Schema> = z.looseObject({});

const schemaOf = (type: z.ZodType): Schema => Schema.parse(z.toJSONSchema(type, { io: "input" }));

const HEAD = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"] as const;

const table = (type: z.ZodType): string => tableOf(rows(schemaOf(type), ""));

const tableOf = (lines: readonly string[]): string => [...HEAD, ...lines].join("\n");

/** What all acts share once, then what each one adds. */
const acts = (): readonly string[] => {
  const kinds = schemaOf(LedgerEntry).oneOf ?? [];
  const every = kinds.map((kind) => rows(kind, "").filter((row) => !row.startsWith("| `act`")));
  const shared = (every[0] ?? []).filter((row) => every.every((lines) => lines.includes(row)));
  return [
    tableOf([`| \`act\` (required) | ${kinds.map(nameOf).join(", ")} | | What was done. |`, ...shared]),
    ...kinds.flatMap((kind, index) => {
      const own = (every[index] ?? []).filter((row) => !shared.includes(row));
      return own.length === 0 ? [] : [`With ${nameOf(kind)} also:`, tableOf(own)];
    }),
  ];
};

const nameOf = (kind: Schema): string => code(kind.properties?.["act"]?.const);

const rows = ({ properties = {}, required = [] }: Schema, prefix: string): readonly string[] =>
  Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${prefix}${key}`;
    const needed = required.includes(key) ? " (required)" : "";
    const start = schema.default === undefined ? "" : code(schema.default);
    const row = `| \`${name}\`${needed} | ${cell(typeOf(schema))} | ${start} | ${cell(schema.description ?? "")} |`;
    return [row, ...rowsBelow(schema, name)];
  });

const rowsBelow = (schema: Schema, name: string): readonly string[] => {
  const { items, additionalProperties, anyOf = [] } = schema;
  return [
    ...rows(schema, `${name}.`),
    ...(items === undefined ? [] : rowsBelow(items, `${name}[]`)),
    ...(typeof additionalProperties === "object" ? rowsBelow(additionalProperties, `${name}.NAME`) : []),
    ...anyOf.flatMap((one) => rowsBelow(one, name)),
  ];
};

const typeOf = (schema: Schema): string => {
  if (schema.anyOf !== undefined) return schema.anyOf.map(typeOf).join(" or ");
  if (schema.const !== undefined) return code(schema.const);
  if (schema.enum !== undefined) return schema.enum.map(code).join(", ");
  if (schema.items !== undefined) return `list of ${typeOf(schema.items)}`;
  if (typeof schema.additionalProperties === "object") return `map of NAME to ${typeOf(schema.additionalProperties)}`;
  const format = FORMATS[schema.format ?? ""];
  return (
    format ??
    [schema.type ?? ""]
      .flat()
      .map((type) => TYPES[type] ?? "anything")
      .join(" or ")
  );
};

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  integer: "whole number",
  number: "number",
  boolean: "`true`, `false`",
  object: "map",
  null: "`null`",
};

const FORMATS: Readonly<Record<string, string>> = {
  "date-time": "moment, such as `2026-05-04T09:00:00Z`",
  uri: "web address",
};

const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;
