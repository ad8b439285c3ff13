import { didYouMean, oneOf } from "./nearest.ts";

/** The sentence for a role that the config does not define. */
export const unknownRole = (role: string, known: readonly string[]): string => {
  const meant = didYouMean(role, known);
  const expected =
    known.length === 0
      ? "The config defines none; add it under `roles`."
      : `Expected ${oneOf(known)}, or add it under \`roles\`.`;
  return `The role \`${role}\` is not defined.${meant === "" ? ` ${expected}` : meant}`;
};
