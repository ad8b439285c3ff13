import { z } from "zod";

/** A role of the config. */
export const Role = z
  .string()
  .regex(/^[A-Za-z0-9][\w.-]*$/u, "A role is the name it has in the config: letters, digits, `-`, `_` and `.`.")
  .describe("Name of a role of the config.");

/** A length of time. */
export const Duration = z
  .string()
  .regex(/^[1-9]\d{0,5}[mhdw]$/u, "A duration is a number with a unit: `30m`, `24h`, `7d` or `2w`.")
  .describe("A duration: `30m`, `24h`, `7d` or `2w`.");

/** The length of a duration in milliseconds. Days have 24 hours. */
export const durationMs = (duration: z.output<typeof Duration>): number =>
  Number(duration.slice(0, -1)) * (UNIT_MS.get(duration.slice(-1)) ?? Number.NaN);

const UNIT_MS = new Map([
  ["m", 60_000],
  ["h", 3_600_000],
  ["d", 86_400_000],
  ["w", 604_800_000],
]);

/** A text that says something. */
export const Text = z.string().trim().min(1);

/** One or several of something, always read as a list. */
export const oneOrMore = <Output, Input>(item: z.ZodType<Output, Input>) =>
  z.union([item.transform((one): Output[] => [one]), z.array(item).min(1)]);

/** Rules over several settings are checked once each is right by itself; otherwise they would complain about what is not there. */
export const isSound = ({ issues }: { readonly issues: readonly unknown[] }): boolean => issues.length === 0;
