import { z } from "zod";

/** The envelope of every GraphQL answer, and of the error octokit makes of one that holds `errors`. */
export const GraphqlAnswer = z.object({
  data: z.record(z.string(), z.unknown()).nullish(),
  errors: z
    .array(
      z.object({
        type: z.string().optional(),
        message: z.string(),
        path: z.array(z.union([z.string(), z.number()])).nullish(),
      }),
    )
    .optional(),
  headers: z.record(z.string(), z.unknown()).optional(),
});
