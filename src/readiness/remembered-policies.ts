import { LRUCache } from "lru-cache";
import type { PolicyContext, PolicyState } from "./policy-of.ts";

/** Characters of config and procedures whose policies are kept. */
const MOST_TEXT = 4 * 1024 * 1024;

/**
 * Makes a policy once for as long as its files stay the same: reading a procedure takes longer than judging by it. A file's
 * identity on GitHub follows from its content, so another text is never taken for a known one.
 */
export const rememberingPolicies = (make: (context: PolicyContext) => PolicyState) => {
  const known = new LRUCache<string, PolicyState>({ maxSize: MOST_TEXT });
  return (context: PolicyContext): PolicyState => {
    const key = keyOf(context);
    const found = known.get(key);
    if (found !== undefined) return found;
    const made = make(context);
    if (made.state === "policy") known.set(key, made, { size: key.length + textOf(context) });
    return made;
  };
};

const keyOf = ({ owner, name, url, files }: PolicyContext): string => {
  const identities = [...files].map(([place, { oid, problem, absence, visibility, lockedNothing }]) =>
    JSON.stringify([place, oid, problem, absence, visibility, lockedNothing]),
  );
  return JSON.stringify([owner, name, url, identities.toSorted()]);
};

const textOf = ({ files }: PolicyContext): number =>
  [...files.values()].reduce((sum, { text }) => sum + (text?.length ?? 0), 0);
