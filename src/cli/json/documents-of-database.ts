import { z } from "zod";

/** What `gatehouse audit verify --format json` prints. */
export const AuditVerifyDocument = z.strictObject({
  intact: z.boolean().describe("Whether the command ends with 0."),
  chains: z
    .array(
      z.strictObject({
        chain: z.string().describe("Its name, one for each repository."),
        repository: z.string().nullable().describe("`owner/name`, where it is known."),
        entries: z.int().describe("How many there are."),
        last: z
          .strictObject({ sequence: z.int().describe("Its place."), hash: z.string().describe("Its hash.") })
          .optional()
          .describe("The last entry; absent when there is none."),
        findings: z
          .array(
            z.strictObject({
              code: z.enum(["edited", "deleted", "inserted", "reordered", "head"]).describe("What was done."),
              sequence: z.int().describe("Place of the first entry concerned."),
              message: z.string().describe("The same in a sentence."),
            }),
          )
          .describe("What is wrong with it."),
      }),
    )
    .describe("Every chain."),
  table: z.array(z.string()).describe("What is wrong with the table as such, a sentence each."),
  missing: z.array(z.string()).describe("Hashes given by `--expect` that stand nowhere."),
});

/** What `gatehouse database migrate --format json` prints. */
export const DatabaseMigrateDocument = z.strictObject({
  migrated: z.literal(true).describe("The tables are up to date, and the server's user has the rights it needs."),
});

const Transferred = {
  rows: z.record(z.string(), z.int()).describe("How many rows of each table went over, by the table's name."),
  timers: z.int().describe("How many moments went over at which time alone changes a verdict."),
};

/** What `gatehouse database export --format json` prints. */
export const DatabaseExportDocument = z.strictObject(Transferred);

/** What `gatehouse database import --format json` prints. */
export const DatabaseImportDocument = z.strictObject({
  ...Transferred,
  problems: z.array(z.string()).describe("What is wrong with the ledger's hashes; empty when they fit."),
});
