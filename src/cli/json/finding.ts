import { z } from "zod";

/** What is wrong with a document, and where. */
export const FindingDocument = z
  .strictObject({
    code: z.string().describe("Stable, such as `procedure/unknown-role`."),
    severity: z.enum(["error", "warning"]).describe("An error makes it invalid."),
    message: z.string().describe("What is wrong, what was expected, and how to mend it."),
    file: z.string().describe("The file, or where else the document is."),
    line: z.int().describe("From 1."),
    column: z.int().describe("From 1."),
  })
  .meta({ id: "Finding", description: "What is wrong with a document, and where." });
