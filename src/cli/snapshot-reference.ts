import type { z } from "zod";
import { LedgerEntry } from "../evidence/ledger.ts";
import { Snapshot } from "../evidence/snapshot.ts";
import { code, keysOf, schemaOf, type Schema } from "./schema-table.ts";

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

const HEAD = ["| key | value | default | meaning |", "| --- | --- | --- | --- |"] as const;

const table = (type: z.ZodType): string => tableOf(rows(schemaOf(type)));

const tableOf = (lines: readonly string[]): string => [...HEAD, ...lines].join("\n");

const rows = (schema: Schema): readonly string[] =>
  keysOf(schema).map(
    ({ name, isRequired, value, byDefault, about }) =>
      `| \`${name}\`${isRequired ? " (required)" : ""} | ${value} | ${byDefault} | ${about} |`,
  );

/** What all acts share once, then what each one adds. */
const acts = (): readonly string[] => {
  const kinds = schemaOf(LedgerEntry).oneOf ?? [];
  const every = kinds.map((kind) => rows(kind).filter((row) => !row.startsWith("| `act`")));
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
