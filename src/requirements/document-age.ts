import type { Snapshot } from "../evidence/snapshot.ts";
import type { Flaw } from "./document-flaw.ts";
import { durationMs } from "./settings.ts";
import { quote } from "./wording.ts";

/** How old a file is: when it becomes too old, that it is already, or that nobody looked it up. */
export type Age =
  | { readonly state: "recent"; readonly until: Date }
  | { readonly state: "outdated"; readonly flaw: Flaw }
  | { readonly state: "unknown" };

/** Holds the last change of a file against the age it may have. */
export const ageOf = (
  path: string,
  maxAge: string,
  { now, lastChanged = {} }: Pick<Snapshot, "lastChanged"> & { readonly now: Date },
): Age => {
  const last = Object.hasOwn(lastChanged, path) ? lastChanged[path] : undefined;
  if (last === undefined || last === null) return { state: "unknown" };
  const until = new Date(Date.parse(last) + durationMs(maxAge));
  if (until > now) return { state: "recent", until };
  const flaw: Flaw = {
    code: "outdated",
    path,
    reason: `${quote(path)} was changed last on ${quote(last.slice(0, 10))}, which is longer ago than ${quote(maxAge)}.`,
    remedy: `Look through ${quote(path)} and bring it up to date.`,
  };
  return { state: "outdated", flaw };
};
