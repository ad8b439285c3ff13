import { placeKey, type Place, type PolicyFile } from "../readiness/policy-of.ts";
import {
  blobOf,
  branchAt,
  commitAt,
  documentPattern,
  documentsOf,
  readOf,
  textOf,
  type Revision,
} from "./documents.ts";
import type { Gathered, Missing } from "./gathered.ts";
import type { GitRead } from "./query.ts";

/** A git read and what to do with its answer. `repositoryUrl` is the address of the subject's repository. */
export interface PlannedRead {
  readonly read: GitRead;
  readonly keep: (data: unknown, repositoryUrl: string) => void;
}

/** What the next query reads of git: policy at the base branch, its proposed form and documents at the head. */
export const plannedReads = (gathered: Gathered, missing: Missing): readonly PlannedRead[] => {
  const { head, base } = gathered;
  const policy = missing.policy.map((place, index) =>
    policyRead(place, place.where === "home" ? branchAt(base).revision : "HEAD", {
      alias: `p${index}`,
      into: gathered.policyFiles,
    }),
  );
  if (head === undefined) return policy;
  return [
    ...policy,
    ...missing.headPolicy.map((place, index) =>
      policyRead(place, head, { alias: `h${index}`, into: gathered.headFiles }),
    ),
    ...missing.documents.flatMap((pattern, index) =>
      documentRead(pattern, commitAt(head), { alias: `d${index}`, into: gathered.documents }),
    ),
    ...missing.baseDocuments.flatMap((pattern, index) =>
      documentRead(pattern, branchAt(base), { alias: `b${index}`, into: gathered.baseDocuments }),
    ),
  ];
};

const policyRead = (
  place: Place,
  commit: string,
  { alias, into }: { readonly alias: string; readonly into: Map<string, PolicyFile> },
): PlannedRead => ({
  read: { alias, expression: `${commit}:${place.path}`, select: "text", where: place.where },
  keep: (data) => into.set(placeKey(place), policyFileOf(data)),
});

const policyFileOf = (data: unknown): PolicyFile => {
  const blob = blobOf(data);
  return blob === undefined ? { oid: null, text: null } : { oid: blob.oid, ...textOf(blob) };
};

const documentRead = (
  pattern: string,
  at: Revision,
  { alias, into }: { readonly alias: string; readonly into: Gathered["documents"] },
): readonly PlannedRead[] => {
  const parsed = documentPattern(pattern);
  const read = readOf(parsed, at.revision, alias);
  if (read === undefined) return [];
  return [{ read, keep: (data, url) => into.set(pattern, documentsOf(parsed, data, `${url}/blob/${at.name}`)) }];
};
