import { z } from "zod";
import { AuditTrail } from "./audit-trail.ts";

/** JSON Schema of an exported trail, as the committed file has it. */
export const auditTrailSchema = (): string => {
  const { $schema, ...rest } = z.toJSONSchema(AuditTrail);
  const schema = { $schema, $id: "urn:gatehouse:schema:audit-trail", title: "Gatehouse audit trail", ...rest };
  return `${JSON.stringify(schema, null, 2)}\n`;
};
