import { bare } from "../markdown/sections.ts";
import { branchOf, FORM, numberOf, type Written } from "./document-forms.ts";
import type { ValueRule } from "./document-rules.ts";
import { listed, quote } from "./wording.ts";

/** What is wrong with a value. */
export interface Wrong {
  /** `unknown`: whether there is such a branch has not been looked up. */
  readonly code: "unfilled" | "invalid" | "unknown";
  /** Goes on from "The field …". */
  readonly says: string;
  /** Names what would do: "a date such as …". */
  readonly expected: string;
}

interface Asked extends Pick<ValueRule, "is" | "min" | "max"> {
  readonly one_of?: readonly string[] | undefined;
}

/** Whether there is a branch of that name; undefined where that is not known. */
export type Branches = (name: string) => boolean | undefined;

/** What keeps a value from being what is asked for; undefined when nothing does. */
export const wrongIn = (asked: Asked, written: Written, branches: Branches): Wrong | undefined => {
  if (asked.one_of !== undefined) return wrongChoice(asked.one_of, written);
  const expected = expectedOf(asked);
  if (!written.filled) return { code: "unfilled", says: "is not filled in", expected };
  if (asked.is === undefined) return undefined;
  const { fits } = FORM[asked.is];
  if (!fits(written) || !isWithin(asked, written))
    return { code: "invalid", says: `says ${quote(written.text)}, which is not ${expected}`, expected };
  return asked.is === "branch" ? wrongBranch(branchOf(written.text) ?? "", branches) : undefined;
};

const wrongBranch = (name: string, branches: Branches): Wrong | undefined => {
  const expected = "the name of a branch that exists";
  const exists = branches(name);
  if (exists === undefined) return { code: "unknown", says: "can't be judged", expected };
  return exists ? undefined : { code: "invalid", says: `says ${quote(name)}, and there is no such branch`, expected };
};

/** What would do as a value, as it goes into a sentence. */
export const expectedOf = ({ is, one_of, min, max }: Asked): string => {
  if (one_of !== undefined) return listed(one_of.map(quote), "or");
  if (is === undefined) return "its value";
  const bounds = [...(min === undefined ? [] : [`at least ${min}`]), ...(max === undefined ? [] : [`at most ${max}`])];
  return [FORM[is].expected, bounds.join(" and ")].filter((part) => part !== "").join(" of ");
};

const isWithin = ({ is, min, max }: Asked, { text }: Written): boolean => {
  if (is !== "number") return true;
  const number = numberOf(text) ?? Number.NaN;
  return number >= (min ?? -Infinity) && number <= (max ?? Infinity);
};

const wrongChoice = (options: readonly string[], { text, filled }: Written): Wrong | undefined => {
  const expected = expectedOf({ one_of: options });
  const chosen = choicesIn(text, options);
  if (chosen.length > 1)
    return { code: "unfilled", says: `still lists ${listed(chosen.map(quote))}`, expected: `one of them` };
  if (chosen.length === 1) return undefined;
  if (!filled) return { code: "unfilled", says: "is not filled in", expected };
  return { code: "invalid", says: `says ${quote(text)}, which is not ${expected}`, expected };
};

/**
 * The options that a value names, decorated or with a remark behind: "✅ Complete (2 days early)" is "Complete".
 * Bars and slashes stand between options that nobody has chosen from yet.
 */
export const choicesIn = (text: string, options: readonly string[]): readonly string[] => {
  const whole = options.find((option) => bare(option) === bare(text));
  if (whole !== undefined) return [whole];
  const parts = text.replaceAll(/:[a-z0-9_+-]+:/gu, " ").split(/[|/]|\bor\b/iu);
  const named = new Set(parts.map((part) => options.find((option) => begins(part, option))));
  return options.filter((option) => named.has(option));
};

/** A remark stands behind punctuation, so that "Complete rewrite pending" is not "Complete". */
const begins = (text: string, option: string): boolean => {
  const said = text.split(/[(（,;:.–—]|\s-\s/u)[0] ?? "";
  return bare(said) === bare(option);
};
