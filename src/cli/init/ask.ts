import type { Choices } from "./choices.ts";

/** Asks a person on a terminal. Each answer is undefined when the person gives up. */
export interface Ask {
  readonly select: (question: string, options: readonly Option[]) => Promise<string | undefined>;
  readonly text: (
    question: string,
    about: { readonly initial: string; readonly check: Check },
  ) => Promise<string | undefined>;
  readonly confirm: (question: string) => Promise<boolean | undefined>;
  /** Shows something between two questions. */
  readonly note: (title: string, lines: readonly string[]) => void;
}

export interface Option {
  readonly value: string;
  readonly label: string;
  readonly hint?: string;
}

/** What is wrong with an answer, if anything. */
export type Check = (answer: string) => string | undefined;

export type Mode = Choices["mode"];
