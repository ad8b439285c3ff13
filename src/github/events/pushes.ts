import type { z } from "zod";
import type { Change } from "../../readiness/change.ts";
import type { PushPayload } from "./payloads.ts";

type Push = z.output<typeof PushPayload>;

/** What a push to a branch may have changed of config and procedures; undefined for one that can't have. */
export const pushed = (payload: Push): Pick<Change, "everyPullOn" | "isDefault" | "touches" | "paths"> | undefined => {
  if (!payload.ref.startsWith("refs/heads/") || payload.deleted === true) return undefined;
  const branch = payload.ref.slice("refs/heads/".length);
  const paths = pathsOf(payload);
  if (paths !== undefined && !paths.some(canBePolicy)) return undefined;
  const main = payload.repository?.default_branch;
  const isDefault = main === undefined ? {} : { isDefault: main === branch };
  return {
    everyPullOn: branch,
    ...isDefault,
    touches: "policy",
    ...(paths === undefined ? {} : { paths: [...paths] }),
  };
};

/** GitHub lists at most 2,048 commits in a push; a forced or cut-off one may have changed anything. */
const pathsOf = ({ commits, forced, size }: Push): readonly string[] | undefined => {
  const listed = commits ?? [];
  if (forced === true || listed.length >= 2048 || (size ?? 0) > listed.length) return undefined;
  return [
    ...new Set(listed.flatMap(({ added = [], removed = [], modified = [] }) => [...added, ...removed, ...modified])),
  ];
};

const canBePolicy = (path: string): boolean => /\.(?:ya?ml|md|markdown)$/iu.test(path);
