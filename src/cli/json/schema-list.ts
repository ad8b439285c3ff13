import { z } from "zod";

/** What `gatehouse schema --format json` prints without a name. */
export const SchemaListDocument = z.strictObject({
  schemas: z
    .array(
      z.strictObject({
        name: z.string().describe("As `gatehouse schema NAME` takes it."),
        about: z.string().describe("What it describes."),
      }),
    )
    .describe("Every schema that there is."),
});
export type SchemaListDocument = z.output<typeof SchemaListDocument>;
