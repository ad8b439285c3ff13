import { z } from "zod";

/** A length of time in words people write: `30m`, `24h`, `7d`, `2w`. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d{0,4}[mhdw]$/u, "A duration is a whole number with `m`, `h`, `d` or `w`, such as `30m`, `24h` or `7d`.")
  .describe("A length of time, such as `30m`, `24h`, `7d` or `2w`.");
