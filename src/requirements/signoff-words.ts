import type { SignoffSettings } from "./signoff-settings.ts";
import { counted, quote, series } from "./wording.ts";

/** A sign-off requirement in words. What holds unless it is said otherwise - the newest commit, not the author, by any way - is not said. */
export const signoffWords = ({ role, count, not_author, stale_on, paths = [], via }: SignoffSettings): string =>
  [
    `${counted(count, "sign-off")} by ${role ?? (count === 1 ? "somebody who may write" : "people who may write")}`,
    ...(not_author ? [] : ["the author included"]),
    ...(stale_on === "never" ? ["kept through later commits"] : []),
    ...(paths.length === 0 ? [] : [`given since ${filesIn(paths)} changed last`]),
    ...(via.length === 1 ? [via[0] === "review" ? "by review" : "by command"] : []),
  ].join(", ");

/** `!glob` leaves files out. */
const filesIn = (paths: readonly string[]): string => {
  const spared = paths.filter(isNegated).map((path) => quote(path.slice(1)));
  const meant = series(
    paths.filter((path) => !isNegated(path)).map((path) => quote(path)),
    "or",
  );
  return spared.length === 0
    ? meant
    : meant === ""
      ? `anything but ${series(spared, "or")}`
      : `${meant} but not ${series(spared, "or")}`;
};

const isNegated = (path: string): boolean => path.startsWith("!");
