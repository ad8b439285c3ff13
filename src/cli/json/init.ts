import { z } from "zod";

/** What `gatehouse init --format json` prints. */
export const InitDocument = z.strictObject({
  written: z.boolean().describe("Whether the files were written; false with `--dry-run`."),
  files: z
    .array(
      z.strictObject({
        path: z.string().describe("The file, as seen from the current folder."),
        text: z.string().describe("Its whole text."),
      }),
    )
    .describe("Config and first procedure."),
  found: z.array(z.string()).describe("What the repository has, a sentence each."),
  decisions: z.array(z.string()).describe("What was made of it, and why, a sentence each."),
  next: z.array(z.string()).describe("What to do next, a sentence each."),
});
export type InitDocument = z.output<typeof InitDocument>;
