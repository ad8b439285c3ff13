import { z } from "zod";
import { ConfigForm } from "./config-schema.ts";
import { ProcedureForm } from "./schema.ts";

/** The part of JSON Schema that ours are written in. */
export interface JsonSchema {
  readonly $ref?: string;
  readonly $defs?: Readonly<Record<string, JsonSchema>>;
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly items?: JsonSchema;
  readonly additionalProperties?: JsonSchema | boolean;
  readonly anyOf?: readonly JsonSchema[];
}

/** JSON Schema of a procedure in YAML, for editors and other tools. */
export const procedureJsonSchema = (): JsonSchema =>
  jsonSchema(ProcedureForm, { name: "procedure", title: "Gatehouse procedure" });

/** JSON Schema of `.github/gatehouse.yml`. */
export const configJsonSchema = (): JsonSchema => jsonSchema(ConfigForm, { name: "config", title: "Gatehouse config" });

/** As the committed file has it. */
export const printJsonSchema = (schema: JsonSchema): string => `${JSON.stringify(schema, null, 2)}\n`;

const jsonSchema = (schema: z.ZodType, { name, title }: { name: string; title: string }): JsonSchema => {
  const { $schema, ...rest } = z.toJSONSchema(schema, { io: "input", override: withoutMachineLimits });
  return plain({ $schema, $id: `urn:gatehouse:schema:${name}`, title, ...rest });
};

/** Zod says of every integer that it fits a double; that tells an author nothing. */
const withoutMachineLimits = ({ jsonSchema: one }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (one.maximum === Number.MAX_SAFE_INTEGER) delete one.maximum;
};

/** Zod attaches helpers that don't print; the result is what its file reads as. */
const plain = (schema: object): JsonSchema => Printed.parse(JSON.parse(JSON.stringify(schema)));

const Printed: z.ZodType<JsonSchema> = z.looseObject({});
