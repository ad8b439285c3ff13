import { datesIn } from "./calendar-date.ts";

/** A value as it stands in a file. */
export interface Written {
  readonly text: string;
  /** Whether it is an answer at all, and no placeholder. */
  readonly filled: boolean;
  /** 1-based. */
  readonly line: number;
  /** Addresses of the links in it. */
  readonly links?: readonly string[];
}

/** What a value can be asked to be. */
export const FORMS = ["date", "duration", "number", "url", "issue", "person", "branch"] as const;
export type Form = (typeof FORMS)[number];

/** What is expected of a value, as it goes on from "which is not", and whether a value is that. */
export const FORM: Readonly<Record<Form, { readonly expected: string; readonly fits: (value: Written) => boolean }>> = {
  date: { expected: "a date such as `2026-03-01`", fits: ({ text }) => dateOf(text) !== undefined },
  duration: { expected: "a duration such as `3 days`", fits: ({ text }) => DURATION.test(text) },
  number: { expected: "a number", fits: ({ text }) => numberOf(text) !== undefined },
  url: { expected: "a link", fits: ({ text, links = [] }) => [...links, text].some((one) => ADDRESS.test(one)) },
  issue: { expected: "an issue such as `#12`", fits: ({ text, links = [] }) => [text, ...links].some(isIssue) },
  person: { expected: "the name of a person", fits: ({ text }) => isPerson(text) },
  branch: { expected: "the name of a branch", fits: ({ text }) => branchOf(text) !== undefined },
};

/** The one date that a value says; several would leave open which. */
export const dateOf = (text: string): string | undefined => {
  const [first, ...more] = datesIn(text);
  return more.length === 0 ? first?.date : undefined;
};

const DURATION =
  /^(?:about|approx\.?|approximately|ca\.?|circa|up to|at most|~|≈|≤)?\s*(?:\d{1,5}(?:[.,]\d{1,3})?(?:\s*(?:-|–|to)\s*\d{1,5}(?:[.,]\d{1,3})?)?|half an?|an?|one|two|three|four|five|six|seven|eight|nine|ten|twelve)\s*(?:working |business |person[ -]|man[ -]|story )?(?:m|h|d|w|min|mins|minutes?|hrs?|hours?|days?|wks?|weeks?|fortnights?|mo|months?|quarters?|sprints?|points?|pd)\b/iu;

/** The number that a value begins with: `92.5 %` is 92.5. Thousands may be grouped. */
export const numberOf = (text: string): number | undefined => {
  const found = /^[~≈≥≤<>=]?\s*([-+]?\d{1,3}(?:[,_ ]\d{3})+(?:\.\d+)?|[-+]?\d+(?:\.\d+)?)(?![\d.:/-]*\d)/u.exec(
    text.trim(),
  )?.[1];
  return found === undefined ? undefined : Number(found.replaceAll(/[,_ ]/gu, ""));
};

/** An address, or the path of a file as links within a repository have it. */
const ADDRESS =
  /^(?:https?:\/\/[^\s/.]+[^\s]*|\.{0,2}\/?[\w.@-]+(?:\/[\w.@%-]+)*\.[A-Za-z]\w{0,7}(?:#\S*)?|(?:\.{1,2}\/|\/)[\w.@%/-]+(?:#\S*)?)$/u;

const isIssue = (text: string): boolean =>
  /(?:^|[\s(])(?:[\w.-]+\/[\w.-]+)?#[1-9]\d{0,9}\b|^https?:\/\/\S+\/(?:issues|pull)\/[1-9]\d*\b|(?:^|[\s([/])[A-Z][A-Z0-9]{1,9}-[1-9]\d{0,9}\b/u.test(
    text,
  );

/** Words with which people say that there is nobody yet. */
const NOBODY =
  /^(?:some ?(?:one|body)|any ?(?:one|body)|every ?(?:one|body)|no ?(?:one|body)|me|us|we|the team|team|all|name|your name|first ?name|last ?name|full name|unassigned|open|vacant|unknown|yes|ok|done|approved|signed|date)$/iu;

/** A login, or a name of a few words that begins with a letter. */
export const isPerson = (text: string): boolean => {
  const said = text.replace(/\s*\([^()]*\)\s*$/u, "").trim();
  if (/^@[A-Za-z0-9][\w-]*(?:\/[\w.-]+)?$/u.test(said)) return true;
  return (
    /^\p{L}[\p{L}\p{M}\p{N}.,'’@&-]*(?:\s[\p{L}\p{M}\p{N}.,'’@&()-]+){0,9}$/u.test(said) &&
    /\p{L}{2}|[\p{Lo}]/u.test(said) &&
    !NOBODY.test(said)
  );
};

/** The name of a branch, as git allows it: https://git-scm.com/docs/git-check-ref-format. */
export const branchOf = (text: string): string | undefined => {
  const name = text.trim().replace(/^origin\/(?=.)/u, "");
  const isAllowed =
    /^[^\s~^:?*[\]\\\p{Cc}<>]{1,244}$/u.test(name) &&
    !/^[-/.]|[/.]$|\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)/u.test(name) &&
    name !== "@";
  return isAllowed ? name : undefined;
};
