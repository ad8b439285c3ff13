import type { z } from "zod";
import { complaints, unknownKeySentences, type Complaint } from "../procedures/issues.ts";
import type { Position } from "../procedures/position.ts";
import type { Path } from "../procedures/yaml.ts";
import { readData, type DataDocument } from "./data-document.ts";
import { readText } from "./read-text.ts";
import type { Shell } from "./shell.ts";
import { nameOf } from "./unusable-file.ts";
import { WrongUse } from "./wrong-use.ts";

/** A kind of file that a command reads. */
export interface RecordKind<Value> {
  /** How messages call it, such as `snapshot`. */
  readonly name: string;
  readonly schema: z.ZodType<Value>;
}

/** What a file holds, and where in it each value is. */
export interface ReadRecord<Value> extends Pick<DataDocument, "locate"> {
  readonly value: Value;
}

/** Reads a JSON or YAML file and holds it against its schema; throws `WrongUse` that names file, place and what was expected. */
export const readRecord = async <Value>(
  file: string,
  kind: RecordKind<Value>,
  shell: Shell,
): Promise<ReadRecord<Value>> => {
  const document = readData(await readText(file, shell, `a ${kind.name} file, JSON or YAML`), file);
  const parsed = kind.schema.safeParse(document.value, { error: unknownKeySentences });
  if (parsed.success) return { value: parsed.data, locate: document.locate };
  throw new WrongUse(misfit(document, kind.name, complaints(parsed.error, document.value)));
};

/** The reference in the documentation, which describes every key. */
const REFERENCE = "docs/snapshots.md";

const MOST = 20;

const misfit = (document: DataDocument, kind: string, all: readonly Complaint[]): string => {
  const placed = all.map((complaint) => ({ complaint, at: placeOf(document, complaint) }));
  const inOrder = placed.toSorted((one, other) => one.at.line - other.at.line || one.at.column - other.at.column);
  const shown = inOrder
    .slice(0, MOST)
    .map(({ complaint: { path, message }, at }) => `  ${at.line}:${at.column} ${jsonPath(path)}: ${message}`);
  const more = all.length > MOST ? [`  … and ${all.length - MOST} more`] : [];
  const head = `${nameOf(document.file)} does not fit the ${kind} file's schema (see ${REFERENCE}):`;
  return [head, ...shown, ...more, ...otherKind(document.value, kind)].join("\n");
};

/** Procedures, snapshots and ledgers are all YAML, so they are easily given in each other's place. */
const otherKind = (value: unknown, kind: string): readonly string[] => {
  if (typeof value !== "object" || value === null) return [];
  const looks = Array.isArray(value)
    ? "ledger"
    : "phases" in value
      ? "procedure"
      : "subject" in value
        ? "snapshot"
        : kind;
  return looks === kind ? [] : [`It looks like a ${looks}; is it given in the wrong place? That is \`--${looks}\`.`];
};

const placeOf = ({ locate, locateKey }: DataDocument, { path, atKey }: Complaint): Position =>
  atKey ? locateKey(path) : locate(path);

/** A path as JSONPath writes it (RFC 9535), such as `$.reviews[0].by`. */
export const jsonPath = (path: Path): string => path.reduce<string>((text, step) => text + segment(step), "$");

const segment = (step: string | number): string => {
  if (typeof step === "number") return `[${step}]`;
  return /^[A-Za-z_]\w*$/u.test(step) ? `.${step}` : `[${JSON.stringify(step)}]`;
};
