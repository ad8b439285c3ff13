/** Something wrong with a document, said so that its author can mend it without asking. */
export interface Finding {
  /** Stable, such as `procedure/unknown-key`. */
  readonly code: string;
  readonly severity: "error" | "warning";
  /** What is wrong, what was expected and how to mend it: one or two sentences. */
  readonly message: string;
  readonly file: string;
  /** 1-based. */
  readonly line: number;
  /** 1-based. */
  readonly column: number;
}

/** Each finding once, also where several looks at a document told of it. */
export const eachOnce = (findings: readonly Finding[]): readonly Finding[] => [
  ...new Map(findings.map((finding) => [JSON.stringify(finding), finding])).values(),
];

/** Whether a document with these findings may be relied on. */
export const isSound = (findings: readonly Finding[]): boolean =>
  findings.every(({ severity }) => severity !== "error");
