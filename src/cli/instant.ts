import { z } from "zod";
import { WrongUse } from "./wrong-use.ts";

/** A moment given as an option: ISO 8601 with its time zone, because a verdict must not depend on where it was asked for. */
export const instant = (text: string, option: string): Date => {
  const parsed = z.iso.datetime({ offset: true }).safeParse(text);
  if (parsed.success) return new Date(parsed.data);
  throw new WrongUse(
    `\`${option} ${text}\` is no moment; expected ISO 8601 with a time zone, such as \`2026-03-29T01:30:00Z\` or \`2026-03-29T03:30:00+02:00\`.`,
  );
};
