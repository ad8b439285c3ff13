import type { Verdict } from "../evaluation/verdict.ts";
import type { Finding } from "../procedures/finding.ts";
import type { PhaseOutline } from "../procedures/outline.ts";
import type { ExitCode } from "./exit-code.ts";

/** What `parse` found; id and title are null, and phases empty, where an error forbids a model. */
export interface ParseAnswer {
  readonly file: string;
  readonly id: string | null;
  readonly title: string | null;
  readonly phases: readonly PhaseOutline[];
  readonly findings: readonly Finding[];
}

/** What `validate` found in a checkout; paths count from where the command was run. */
export interface ValidateAnswer {
  readonly valid: boolean;
  /** Every config and procedure file that was read. */
  readonly files: readonly string[];
  /** What is in other repositories and was not read; each is a warning, too. */
  readonly unchecked: readonly string[];
  /** What the config adopts. */
  readonly procedures: readonly {
    readonly reference: string;
    readonly id: string;
    readonly title: string;
    /** Of a procedure on issues that holds back deployments: what it does. */
    readonly does?: string;
  }[];
  readonly findings: readonly Finding[];
}

/** What `evaluate` found. */
export interface EvaluateAnswer {
  readonly ready: boolean;
  readonly verdict: Verdict;
  /** JSONPath of every key that the procedure needs and the snapshot file lacks. */
  readonly lacking: readonly string[];
  /** Those of them without which something could not be determined. */
  readonly missed: readonly string[];
  readonly procedureFile: string;
  readonly snapshotFile: string;
  /** The config that it was judged by; absent: by none. */
  readonly configFile?: string | undefined;
  /** Line of each step in the procedure file, by id. */
  readonly lines: ReadonlyMap<string, number>;
}

/** How an answer is printed. Each text ends in a line break, or is empty. */
export interface Format {
  readonly parsed: (answer: ParseAnswer) => string;
  readonly validated: (answer: ValidateAnswer) => string;
  readonly evaluated: (answer: EvaluateAnswer) => string;
}

/** What a command hands to the process: a text for standard output, and how to end. */
export interface Reply {
  readonly text: string;
  readonly exit: ExitCode;
}
