import { z } from "zod";
import { Ledger } from "../evidence/ledger.ts";
import { Snapshot } from "../evidence/snapshot.ts";
import { configJsonSchema, printJsonSchema, procedureJsonSchema } from "../procedures/json-schema.ts";
import { openApi } from "../web/api/openapi.ts";
import { auditTrailSchema } from "./audit/trail-schema.ts";
import { DOCUMENTS } from "./json/documents.ts";

/** A schema by the name that `gatehouse schema` takes. */
export interface NamedSchema {
  readonly name: string;
  readonly about: string;
  /** JSON text. */
  readonly print: () => string;
}

/** Of every file that people write, and of everything that commands print for programs. */
export const SCHEMAS: readonly NamedSchema[] = [
  { name: "config", about: "The config, .github/gatehouse.yml", print: () => printJsonSchema(configJsonSchema()) },
  { name: "procedure", about: "A procedure in YAML", print: () => printJsonSchema(procedureJsonSchema()) },
  { name: "snapshot", about: "A snapshot file for `evaluate`", print: () => printed(Snapshot, "snapshot") },
  { name: "ledger", about: "A ledger file for `evaluate`", print: () => printed(Ledger, "ledger") },
  { name: "audit-trail", about: "What `audit export` prints", print: auditTrailSchema },
  { name: "openapi", about: "The HTTP API, as OpenAPI has it", print: openApi },
  ...[...DOCUMENTS]
    .filter(([command]) => command !== "audit export")
    .map(([command, document]) => {
      const name = `output/${command.replaceAll(" ", "-")}`;
      return { name, about: `What \`${command} --format json\` prints`, print: () => printed(document, name) };
    }),
];

const printed = (document: z.ZodType, name: string): string => {
  const { $schema, ...rest } = z.toJSONSchema(document, { io: "input", override: withoutMachineLimits });
  return `${JSON.stringify({ $schema, $id: `urn:gatehouse:schema:${name}`, ...rest }, null, 2)}\n`;
};

/** Zod says of every integer that it fits a double, which tells nobody anything. */
const withoutMachineLimits = ({ jsonSchema }: { jsonSchema: z.core.JSONSchema.BaseSchema }): void => {
  if (jsonSchema.maximum === Number.MAX_SAFE_INTEGER) delete jsonSchema.maximum;
  if (jsonSchema.minimum === Number.MIN_SAFE_INTEGER) delete jsonSchema.minimum;
};
