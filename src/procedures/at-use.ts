import { listed } from "../requirements/wording.ts";
import type { Use } from "./config.ts";
import type { Finding } from "./finding.ts";
import { referenceKey } from "./reference.ts";

/** The procedures of a config, and the documents they are. */
export interface Named {
  readonly config: { readonly procedures: readonly Use[] };
  /** By `referenceKey`. */
  readonly documents: ReadonlyMap<string, { readonly file: string } | { readonly missing: string }>;
}

/**
 * What is wrong in a built-in procedure, such as a role that the config lacks, is mended in the config: it is told at the line that names
 * the procedure, once for all lines of the procedure that say the same.
 */
export const toldAtUse = (findings: readonly Finding[], { config, documents }: Named): readonly Finding[] => {
  const uses = new Map(config.procedures.flatMap((use) => builtinFile(use, documents).map((file) => [file, use])));
  const seen = new Set<string>();
  return findings.flatMap((finding) => {
    const use = uses.get(finding.file);
    if (use === undefined) return [finding];
    const same = findings.filter((other) => keyOf(other) === keyOf(finding));
    if (seen.has(keyOf(finding))) return [];
    seen.add(keyOf(finding));
    return [{ ...finding, file: use.file, ...use.at, message: `${placesOf(same, use)}: ${finding.message}` }];
  });
};

const builtinFile = ({ reference }: Use, documents: Named["documents"]): readonly string[] => {
  const document = reference.kind === "builtin" ? documents.get(referenceKey(reference)) : undefined;
  return document === undefined || "missing" in document ? [] : [document.file];
};

const keyOf = ({ file, code, message }: Finding): string => JSON.stringify([file, code, message]);

const placesOf = (same: readonly Finding[], { reference }: Use): string => {
  const lines = [...new Set(same.map(({ line }) => line))].toSorted((one, other) => one - other).map(String);
  return `In \`${referenceKey(reference)}\`, ${lines.length === 1 ? "line" : "lines"} ${listed(lines)}`;
};
