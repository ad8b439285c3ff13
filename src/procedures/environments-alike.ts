import { sameName } from "../requirements/wording.ts";
import { nearest } from "./nearest.ts";

/**
 * What to say of an environment that is not listed, but nearly like one that is: a slip there is seen by nobody, for what is said of one
 * environment holds no other. Nothing where it is listed, or like none.
 */
export const unlikeListed = (name: string, listed: readonly string[]): string | undefined => {
  if (listed.some((one) => sameName(one, name))) return undefined;
  const meant = nearest(name, listed) ?? listed.find((one) => isShortOf(one, name) || isShortOf(name, one));
  return meant === undefined
    ? undefined
    : `The environment \`${name}\` is not listed under \`environments\` of the config, and \`${meant}\` is; what is said of one does not count for the other. Did you mean \`${meant}\`? If not, list \`${name}\` too, such as \`${name}: {}\`.`;
};

/** `prod` of `production`, but not of `prod-eu`. */
const isShortOf = (long: string, short: string): boolean =>
  short.length >= 3 && sameName(long.slice(0, short.length), short) && /^[a-z]+$/iu.test(long.slice(short.length));
