import { z } from "zod";
import { cell } from "../procedures/reference-page.ts";

/** The part of JSON Schema that the two files' schemas are written in. */
export interface Schema {
  readonly $ref?: string | undefined;
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
  readonly $defs?: Readonly<Record<string, Schema>> | undefined;
}

/** Zod prints more than is looked at. */
const Schema: z.ZodType<Schema> = z.looseObject({});

/** A zod schema as it is printed. */
export const schemaOf = (type: z.ZodType): Schema => Schema.parse(z.toJSONSchema(type, { io: "input" }));

/** A key of an object, at whatever depth, as a reference tells it. */
export interface Key {
  /** With the keys above it, such as `phases[].steps`. */
  readonly name: string;
  readonly isRequired: boolean;
  /** What its value may be, in words. */
  readonly value: string;
  /** As code; empty where there is none. */
  readonly byDefault: string;
  readonly about: string;
}

/** Every key of an object and of what is below it. What refers to a shape that is described elsewhere ends there. */
export const keysOf = ({ properties = {}, required = [] }: Schema, prefix = ""): readonly Key[] =>
  Object.entries(properties).flatMap(([key, schema]) => {
    const name = `${prefix}${key}`;
    const own: Key = {
      name,
      isRequired: required.includes(key),
      value: cell(typeOf(schema)),
      byDefault: schema.default === undefined ? "" : code(schema.default),
      about: cell(schema.description ?? ""),
    };
    return [own, ...keysBelow(schema, name)];
  });

const keysBelow = (schema: Schema, name: string): readonly Key[] => {
  const { items, additionalProperties, anyOf = [] } = schema;
  return [
    ...keysOf(schema, `${name}.`),
    ...(items === undefined ? [] : keysBelow(items, `${name}[]`)),
    ...(typeof additionalProperties === "object" ? keysBelow(additionalProperties, `${name}.NAME`) : []),
    ...anyOf.flatMap((one) => keysBelow(one, name)),
  ];
};

/** What a value may be, in words. */
const typeOf = (schema: Schema): string => {
  if (schema.$ref !== undefined) return referred(schema.$ref);
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

/** A value as code. */
export const code = (value: unknown): string => `\`${JSON.stringify(value)}\``;

/** Shapes that the documentation describes at a place of their own. */
export const ELSEWHERE: ReadonlyMap<string, string> = new Map([["Predicate", "procedures.md#conditions"]]);

/** A shape that is described once and used in several places; one without a name is a map of its own kind. */
const referred = (ref: string): string => {
  const name = ref.split("/").at(-1) ?? ref;
  if (name.startsWith("__")) return "map";
  return `[${name}](${ELSEWHERE.get(name) ?? `#${name.toLowerCase()}`})`;
};
