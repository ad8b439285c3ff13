import type { Requirement } from "../requirements/define.ts";
import type { Predicate } from "./predicates.ts";

/** Where a parameter's value comes from. `branch` is a pattern with one or more `{name}`; `pointer` is a JSON pointer (RFC 6901). */
export type ParameterSource =
  { readonly branch: string } | { readonly file: string; readonly pointer: string } | { readonly value: string };

/** One thing to be done. A step with sub-steps is done when it and all of them are. */
export interface Step {
  /** Unique in its procedure, stable while its text stands. */
  readonly id: string;
  /** What people read: plain text of the item. */
  readonly title: string;
  readonly require: Requirement;
  /** Declared not to be needed always ("(if applicable)", `optional: true`); still open until ticked or waived. */
  readonly optional: boolean;
  /** May be waived by anyone with write permission, with a reason. */
  readonly waivable: boolean;
  readonly when?: Predicate;
  readonly help?: string;
  readonly line?: number;
  readonly steps: readonly Step[];
}

/** An ordered group of steps that opens together. */
export interface Phase {
  readonly id: string;
  readonly title: string;
  /** What it holds back: `merge`, `deploy`, or nothing. */
  readonly blocks: "merge" | "deploy" | null;
  readonly environments: readonly string[];
  readonly when?: Predicate;
  /** Opens when this happened; a phase without it is open from the start. */
  readonly starts?: { readonly deployed: string };
  /** ISO 8601-like duration text such as `24h`, counted from the opening. */
  readonly due?: string;
  readonly blocksNext: boolean;
  /** A go / no-go that closes the phase. */
  readonly gate?: Requirement;
  readonly steps: readonly Step[];
  readonly line?: number;
}

/** The one model that YAML and Markdown documents become. */
export interface Procedure {
  readonly id: string;
  readonly title: string;
  readonly version?: string;
  readonly about?: string;
  readonly subject: "pull_request" | "issue";
  readonly applies?: Predicate;
  readonly parameters: Readonly<Record<string, ParameterSource>>;
  /** `phases`: a later phase is locked until the earlier ones are complete. */
  readonly order: "free" | "phases";
  readonly phases: readonly Phase[];
}

/** Every step of the phase, sub-steps included, in reading order. */
export const everyStep = (steps: readonly Step[]): readonly Step[] =>
  steps.flatMap((step) => [step, ...everyStep(step.steps)]);
