import { z } from "zod";
import type { DocumentFile } from "../evidence/snapshot.ts";
import { globs } from "../evidence/patterns.ts";
import type { GitRead } from "./git-reads.ts";

/** Documents over this size are refused with a reason, in bytes. */
const MAX_BYTES = 1_000_000;

const Blob = z.object({
  oid: z.string(),
  byteSize: z.int(),
  isBinary: z.boolean().nullish(),
  isTruncated: z.boolean(),
  text: z.string().nullish(),
});

/** What an object expression brought: a file with its text, or nothing there. */
export const blobOf = (data: unknown): z.output<typeof Blob> | undefined => {
  const parsed = Blob.safeParse(data);
  return parsed.success ? parsed.data : undefined;
};

/** The text of a blob, or why it can't be judged. */
export const textOf = (
  blob: z.output<typeof Blob>,
): { readonly text: string } | { readonly text: null; readonly problem: string } => {
  if (blob.isBinary === true) return { text: null, problem: "it is a binary file" };
  if (blob.byteSize > MAX_BYTES) return { text: null, problem: `it is larger than 1 MB (${blob.byteSize} bytes)` };
  if (blob.isTruncated || blob.text == null) return { text: null, problem: "GitHub handed over only a part of it" };
  const problem = stoodFor(blob.text);
  return problem === undefined ? { text: blob.text } : { text: null, problem };
};

/** https://github.com/git-lfs/git-lfs/blob/main/docs/spec.md#the-pointer */
const LFS = "version https://git-lfs.github.com/spec/";

/** GitHub hands a symbolic link over as a file with one word, its target; no document that somebody wrote is only that. */
const LINK = /^[^\s<>]{1,4096}\.(?:md|markdown|mdx|txt|rst|adoc|ya?ml|json|ics)$/iu;

/** Why a text is not the document but only says where that is. Neither is followed: it would be judged by what nobody reviewed here. */
const stoodFor = (text: string): string | undefined => {
  if (text.startsWith(LFS)) return "it is a pointer to a file in Git LFS, which is not read; commit the file itself";
  if (LINK.test(text)) return "it is a symbolic link, or only a path, which is not followed; commit the file itself";
  return undefined;
};

const Folder = z.object({
  entries: z.array(z.object({ name: z.string(), type: z.string(), object: z.unknown() })).nullish(),
});

/** A path or glob to read documents by, split where the wildcards begin. */
export interface DocumentPattern {
  readonly pattern: string;
  /** The folder to list, for a glob; the file itself otherwise. */
  readonly root: string;
  /** `file`: a literal path; `folder`: wildcards in the last segment only; `tree`: deeper, needs a recursive listing. */
  readonly reach: "file" | "folder" | "tree";
}

const WILDCARD = /[*?[\]{}()!+@]/;
const ESCAPED = /\\(.)/g;

export const documentPattern = (pattern: string): DocumentPattern => {
  const segments = pattern.split("/");
  const wild = segments.findIndex((segment) => WILDCARD.test(segment.replace(ESCAPED, "")));
  if (wild === -1) return { pattern, root: pattern.replace(ESCAPED, "$1"), reach: "file" };
  const root = segments.slice(0, wild).join("/").replace(ESCAPED, "$1");
  return { pattern, root, reach: wild === segments.length - 1 ? "folder" : "tree" };
};

/** Where in the history something is read: as git is told, and as addresses and people name it. */
export interface Revision {
  readonly revision: string;
  readonly name: string;
}

export const commitAt = (sha: string): Revision => ({ revision: sha, name: sha });

/**
 * The tip of a branch, or of the default one for `HEAD`. Git takes a tag before a branch of the same bare name, and a tag is made
 * without any review: https://git-scm.com/docs/gitrevisions
 */
export const branchAt = (branch: string): Revision => ({
  revision: branch === "HEAD" ? branch : `refs/heads/${branch}`,
  name: branch,
});

/** The base as it is now, or as it was where its commit is known. */
export const baseAt = ({
  base,
  past,
}: {
  readonly base: string;
  readonly past?: { readonly baseSha: string } | undefined;
}) => (past === undefined ? branchAt(base) : commitAt(past.baseSha));

/** The read that brings the documents of a pattern in the snapshot query itself; undefined for those that need a tree. */
export const readOf = (pattern: DocumentPattern, revision: string, alias: string): GitRead | undefined => {
  if (pattern.reach === "tree") return undefined;
  return {
    alias,
    expression: `${revision}:${pattern.root}`,
    select: pattern.reach === "file" ? "text" : "folder",
    where: "home",
  };
};

/** The documents in the answer to {@link readOf}. `at` is the address of the repository at that commit. */
export const documentsOf = (pattern: DocumentPattern, data: unknown, at: string): readonly DocumentFile[] => {
  if (pattern.reach === "file") {
    const blob = blobOf(data);
    return blob === undefined ? [] : [documentOf(pattern.root, blob, at)];
  }
  const folder = Folder.safeParse(data);
  const matches = globs(pattern.pattern);
  return (folder.success ? (folder.data.entries ?? []) : []).flatMap(({ name, type, object }) => {
    const path = pattern.root === "" ? name : `${pattern.root}/${name}`;
    const blob = type === "blob" && matches(path) ? blobOf(object) : undefined;
    return blob === undefined ? [] : [documentOf(path, blob, at)];
  });
};

const documentOf = (path: string, blob: z.output<typeof Blob>, at: string): DocumentFile => ({
  path,
  ...textOf(blob),
  url: `${at}/${path.split("/").map(encodeURIComponent).join("/")}`,
});

const Tree = z.object({
  truncated: z.boolean(),
  tree: z.array(z.object({ path: z.string().optional(), type: z.string().optional() })),
});

/** Paths of a recursive listing that a pattern matches; undefined where GitHub cut the listing off. */
export const pathsIn = (data: unknown, pattern: string): readonly string[] | undefined => {
  const { truncated, tree } = Tree.parse(data);
  if (truncated) return undefined;
  const matches = globs(pattern);
  return tree.flatMap(({ path, type }) => (type === "blob" && path !== undefined && matches(path) ? [path] : []));
};
