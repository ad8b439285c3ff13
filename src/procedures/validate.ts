import type { z } from "zod";
import type { Finding } from "./finding.ts";
import { complaints, unknownKeySentences, type Complaint } from "./issues.ts";
import type { YamlDocument } from "./yaml.ts";

export type Validated<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly findings: readonly Finding[] };

/** More would hide the first ones; whoever mends these sees the others next. */
const MOST_FINDINGS = 100;

/** Holds a YAML value against a schema; everything that does not fit becomes a finding at its line and column. */
export const validate = <Value>(
  schema: z.ZodType<Value>,
  document: YamlDocument,
  { area, value = document.value }: { readonly area: string; readonly value?: unknown },
): Validated<Value> => {
  const parsed = schema.safeParse(value, { error: unknownKeySentences });
  if (parsed.success) return { ok: true, value: parsed.data };
  const findings = complaints(parsed.error, value).slice(0, MOST_FINDINGS);
  return { ok: false, findings: findings.map((complaint) => toFinding(complaint, { document, area })) };
};

const toFinding = (
  { code, message, path, atKey }: Complaint,
  { document, area }: { readonly document: YamlDocument; readonly area: string },
): Finding => ({
  code: `${area}/${code}`,
  severity: "error",
  message,
  file: document.file,
  ...(atKey ? document.locateKey(path) : document.locate(path)),
});

/** The value with the scalars at these top-level keys as they are written, so that a version `1.10` is not the number 1.1. */
export const asWritten = (document: YamlDocument, keys: readonly string[]): unknown => {
  const { value } = document;
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, given]): [string, unknown] =>
      keys.includes(key) && typeof given === "number" ? [key, document.written([key]) ?? given] : [key, given],
    ),
  );
};
