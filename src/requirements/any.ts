import type { z } from "zod";
import { childrenOf, inBrackets, parts, isError, isOpen, together } from "./combine.ts";
import type { AnyKind, Requirement } from "./define.ts";
import type { Open, Outcome, Undetermined } from "./outcome.ts";
import { phrases } from "./wording.ts";

/** One of several requirements: as good as the best of them, and in error only when none is met and one could not be told. */
export const any = (nested: z.ZodType<Requirement>): AnyKind => ({
  kind: "any",
  about: "At least one of these requirements is met.",
  schema: childrenOf(nested).transform(anyOf),
});

const anyOf = (children: readonly Requirement[]): Requirement => ({
  kind: "any",
  settings: children.map(({ kind, settings }) => ({ kind, settings })),
  ...parts(children),
  describe: () => phrases(inBrackets(children, "all"), "or"),
  judge: (snapshot, judging) => best(children.map((child) => child.judge(snapshot, judging))),
});

const best = (outcomes: readonly Outcome[]): Outcome => {
  const [first] = outcomes;
  if (first !== undefined && outcomes.length === 1) return first;
  const done = outcomes.find(({ state }) => state === "met");
  if (done !== undefined) return done;
  const open = outcomes.filter(isOpen);
  const errors = outcomes.filter(isError);
  return errors.length > 0 ? unclear(errors, open) : noneYet(open);
};

const noneYet = (open: readonly Open[]): Outcome => ({
  state: open.some(({ state }) => state === "waiting") ? "waiting" : "unmet",
  code: "any/none",
  short: `none of ${open.length} yet`,
  ...together(open),
  reason: `None of ${open.length} ways is done: ${numbered(open.map(({ reason }) => reason))}`,
  remedy: `Do one of these: ${numbered(open.map(({ remedy }) => remedy))}`,
  ...(open.some(({ unknown }) => unknown === true) ? { unknown: true } : {}),
});

const unclear = (errors: readonly Undetermined[], open: readonly Open[]): Outcome => ({
  state: "error",
  code: "any/error",
  short: `${errors.length} of ${errors.length + open.length} not determined`,
  reason: `None of ${errors.length + open.length} ways is known to be done: ${numbered([...errors, ...open].map(({ reason }) => reason))}`,
  remedy: `Do one of these: ${numbered([...errors, ...open].map(({ remedy }) => remedy))}`,
});

const numbered = (texts: readonly string[]): string => texts.map((text, index) => `(${index + 1}) ${text}`).join(" ");
