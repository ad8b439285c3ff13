import type { Rest } from "./event.ts";
import type { z } from "zod";
import type { PushPayload } from "./payloads.ts";

type Push = z.output<typeof PushPayload>;

/**
 * A push to a branch may have changed config and procedures, and it moves the tip at which issues are judged. Whether that matters
 * to anybody is for the store to say: most pushes end there.
 */
export const pushed = (payload: Push): readonly Rest[] => {
  if (!payload.ref.startsWith("refs/heads/") || payload.deleted === true) return [];
  const branch = payload.ref.slice("refs/heads/".length);
  const paths = pathsOf(payload);
  const main = payload.repository?.default_branch;
  const common = {
    ...(main === undefined ? {} : { isDefault: main === branch }),
    ...(paths === undefined ? {} : { paths: [...paths] }),
  };
  const mayBePolicy = paths === undefined || paths.some(canBePolicy);
  return [
    ...(mayBePolicy ? [{ everyPullOn: branch, touches: "policy" as const, ...common }] : []),
    { tip: tipOf(payload, branch), touches: "tip", ...common },
  ];
};

const tipOf = ({ after, before, repository }: Push, branch: string): NonNullable<Rest["tip"]> => {
  const seconds = repository?.pushed_at;
  const at = typeof seconds === "number" ? { at: new Date(seconds * 1000).toISOString() } : {};
  return { branch, sha: after, before, ...at };
};

/** GitHub lists at most 2,048 commits in a push; a forced or cut-off one may have changed anything. */
const pathsOf = ({ commits, forced, size }: Push): readonly string[] | undefined => {
  const listed = commits ?? [];
  if (forced === true || listed.length >= 2048 || (size ?? 0) > listed.length) return undefined;
  return [
    ...new Set(listed.flatMap(({ added = [], removed = [], modified = [] }) => [...added, ...removed, ...modified])),
  ];
};

const canBePolicy = (path: string): boolean => /\.(?:ya?ml|md|markdown|ics)$/iu.test(path);
