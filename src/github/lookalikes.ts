import { LIKELY_MISNAMED } from "../procedures/misnamed.ts";
import type { Policy } from "../procedures/policy.ts";
import type { PolicyFile } from "../readiness/policy-of.ts";
import { placeOf, type Place } from "../readiness/policy-places.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Gathered } from "./gathered.ts";

/**
 * Where a first config may be by mistake. They are asked for along with the config while none is known, so that whoever brings one under
 * a wrong name hears of it at no further call; where there is a config they are let go of.
 */
export const lookalikesFor = ({ kind }: Pick<SubjectRef, "kind">): readonly Place[] =>
  kind === "issue" ? [] : LIKELY_MISNAMED.map((path) => ({ where: "home", path }));

export const isLookalike = ({ where, path }: Place): boolean => where === "home" && LIKELY_MISNAMED.includes(path);

/** The files that are policy. */
export const withoutLookalikes = (files: ReadonlyMap<string, PolicyFile>): ReadonlyMap<string, PolicyFile> =>
  new Map([...files].filter(([key]) => !isLookalikeKey(key)));

/** Where there is a config they are none of its matter, nor of what is asked for next. */
export const letGoOfLookalikes = (
  { policyFiles, headFiles }: Gathered,
  { policy }: { readonly policy: Policy | undefined },
): void => {
  if (policy === undefined) return;
  for (const files of [policyFiles, headFiles])
    for (const key of [...files.keys()].filter(isLookalikeKey)) files.delete(key);
};

const isLookalikeKey = (key: string): boolean => isLookalike(placeOf(key));
