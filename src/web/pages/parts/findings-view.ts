import type { Finding } from "../../../procedures/finding.ts";
import { fileOnGithub } from "../addresses.ts";

/** Something that is wrong with config or procedures, with the line where it can be mended. */
export interface FindingView {
  readonly severity: Finding["severity"];
  /** `file:line:column`. */
  readonly place: string;
  readonly url: string | undefined;
  readonly message: string;
}

export interface WhereFound {
  readonly githubUrl: string;
  readonly owner: string;
  readonly name: string;
  /** The branch that config and procedures were read from. */
  readonly ref: string | undefined;
}

/** Findings as a page shows them, errors first. */
export const findingViews = (
  findings: readonly Finding[],
  { githubUrl, ref = "HEAD", ...repository }: WhereFound,
): readonly FindingView[] =>
  findings
    .toSorted((one, other) => Number(other.severity === "error") - Number(one.severity === "error"))
    .map(({ severity, file, line, column, message }) => ({
      severity,
      place: `${file}:${line}:${column}`,
      url: fileOnGithub(githubUrl, { file, line, at: { ...repository, ref } }),
      message,
    }));
