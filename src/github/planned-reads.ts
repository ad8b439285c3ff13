import type { PolicyFile, Visibility } from "../readiness/policy-of.ts";
import { placeKey, type Place } from "../readiness/policy-places.ts";
import {
  baseAt,
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
import type { SubjectRef } from "../readiness/ports.ts";
import type { GitRead } from "./git-reads.ts";

/** The repository that something was read from, or why it was not. */
export type Source =
  { readonly url: string; readonly visibility: Visibility } | { readonly absence: NonNullable<PolicyFile["absence"]> };

/** A git read and what to do with its answer. */
export interface PlannedRead {
  readonly read: GitRead;
  readonly keep: (data: unknown, from: Source) => void;
}

/**
 * What the next query reads of git: policy at the base branch, its proposed form and documents at the head. Of a pull request whose head
 * is not known yet, policy alone.
 */
export const plannedReads = (
  { kind }: Pick<SubjectRef, "kind">,
  gathered: Gathered,
  missing: Missing,
): readonly PlannedRead[] => {
  const { base } = gathered;
  const head = gathered.head ?? (kind === "issue" ? "HEAD" : undefined);
  const policy = missing.policy.map((place, index) =>
    policyRead(place, branchAt(base).revision, {
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
      documentRead(pattern, baseAt(gathered), { alias: `b${index}`, into: gathered.baseDocuments }),
    ),
  ];
};

const policyRead = (
  place: Place,
  revision: string,
  { alias, into }: { readonly alias: string; readonly into: Map<string, PolicyFile> },
): PlannedRead => ({
  read: {
    alias,
    expression: `${place.where === "home" ? revision : "HEAD"}:${place.path}`,
    select: "text",
    where: place.where,
  },
  keep: (data, from) => into.set(placeKey(place), policyFileOf(data, place, from)),
});

const policyFileOf = (data: unknown, { where, path }: Place, from: Source): PolicyFile => {
  if ("absence" in from) return { oid: null, text: null, absence: from.absence };
  const { visibility, url } = from;
  const blob = blobOf(data);
  if (blob === undefined) return { oid: null, text: null, visibility };
  return {
    oid: blob.oid,
    ...textOf(blob),
    visibility,
    ...(where === "home" ? {} : { url: `${url}/blob/HEAD/${path.split("/").map(encodeURIComponent).join("/")}` }),
  };
};

const documentRead = (
  pattern: string,
  at: Revision,
  { alias, into }: { readonly alias: string; readonly into: Gathered["documents"] },
): readonly PlannedRead[] => {
  const parsed = documentPattern(pattern);
  const read = readOf(parsed, at.revision, alias);
  if (read === undefined) return [];
  return [
    {
      read,
      keep: (data, from) =>
        into.set(pattern, "absence" in from ? [] : documentsOf(parsed, data, `${from.url}/blob/${at.name}`)),
    },
  ];
};
