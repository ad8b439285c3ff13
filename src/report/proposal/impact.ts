import { code, link, plain } from "../../markdown/escape.ts";
import { fixed, type Part } from "../fit.ts";
import type { Difference } from "./difference.ts";

/** An open pull request as it was looked at under what is proposed. */
export interface LookedAt {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  /** `owner/name` where it is in another repository. */
  readonly repository?: string | undefined;
  /** Absent: it would stand as it does. `unread`: that could not be told. */
  readonly difference?: Difference | "unread" | undefined;
}

/** What a proposal would change for open pull requests. */
export interface Impact {
  readonly lookedAt: readonly LookedAt[];
  /** Open pull requests that it could matter to, in this repository. */
  readonly open: number;
  /** Those that would stand otherwise in repositories that not everybody may read who reads this. */
  readonly hidden: number;
  /** Set when they were not looked at yet: until when GitHub's budget is short. */
  readonly lookAt?: Date | undefined;
}

/** Where GitHub is spared, only when it will be looked at. */
export const impactParts = (impact: Impact | undefined, base: string): readonly Part[] => {
  if (impact === undefined) return [];
  if (impact.lookAt !== undefined)
    return [
      fixed(
        `\nWhat would change for open pull requests is looked at after ${impact.lookAt.toISOString().slice(11, 16)} UTC: GitHub allows this installation few calls until then.\n`,
      ),
    ];
  const changed = changedIn(impact).toSorted((one, other) => rank(one.difference) - rank(other.difference));
  return [fixed(`\n${coverage(impact, changed.length, base)}\n`), ...table(changed), fixed(hidden(impact))];
};

/** What would be held back first, then what would be let through. */
const rank = ({ turns }: Difference): number => (turns === "shut" ? 0 : turns === "open" ? 1 : 2);

const coverage = ({ lookedAt, open }: Impact, changed: number, base: string): string => {
  if (lookedAt.length === 0) return `There is no other open pull request to ${code(base)}.`;
  const unread = lookedAt.filter(({ difference }) => difference === "unread").map(nameOf);
  const rest = unread.length === 0 ? "" : ` Could not be told: ${unread.join(", ")}.`;
  return `If it held now, ${share(changed, lookedAt.length, open)} would change.${rest}`;
};

const share = (changed: number, seen: number, open: number): string => {
  if (open === 1) return changed === 1 ? "the one open pull request" : "nothing of the one open pull request";
  const which =
    seen < open ? `the ${seen} open pull requests that changed last (of ${open})` : `the ${open} open pull requests`;
  return `${changed === 0 ? "none" : changed} of ${which}`;
};

const nameOf = ({ repository, number, url }: LookedAt): string => link(`${repository ?? ""}#${number}`, url);

const table = (changed: readonly (LookedAt & { readonly difference: Difference })[]): readonly Part[] =>
  changed.length === 0
    ? []
    : [
        {
          before: "\n| Pull request | Now | Then | What changes |\n| :-- | :-- | :-- | :-- |\n",
          rows: changed.map((one) => () => row(one)),
          after: "",
          more: (left) => `| … and ${left} more | | | |\n`,
        },
      ];

const row = (one: LookedAt & { readonly difference: Difference }): string => {
  const { from, to, asked, dropped } = one.difference;
  const what = [named("asked for", asked), named("not asked for any more", dropped)].filter((part) => part !== "");
  return `| ${nameOf(one)} ${plain(one.title, 100)} | ${from} | ${to} | ${what.join("; ")} |\n`;
};

const MOST_NAMED = 5;

const named = (words: string, titles: readonly string[]): string => {
  if (titles.length === 0) return "";
  const shown = titles.slice(0, MOST_NAMED).map((title) => `“${plain(title, 80)}”`);
  const rest = titles.length - shown.length;
  return `${words}: ${shown.join(", ")}${rest > 0 ? ` and ${rest} more` : ""}`;
};

const hidden = ({ hidden: count }: Impact): string =>
  count === 0
    ? ""
    : `\nBesides, ${count} would change in repositories that not everybody may read who can read this.\n`;

/** Those that would stand otherwise here. */
export const changedIn = ({ lookedAt }: Impact) =>
  lookedAt.flatMap((one) =>
    one.difference === undefined || one.difference === "unread" ? [] : [{ ...one, difference: one.difference }],
  );
