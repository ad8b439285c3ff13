import type { Person, Review } from "../evidence/snapshot.ts";
import type { GivenSignoff } from "./judging.ts";

/** What one person last said of the subject. */
export interface Opinion extends Pick<Review, "commit" | "at" | "url"> {
  readonly login: string;
  readonly bot: boolean;
  /** Whether GitHub counts them among those with write permission; not asked of who signs off by command. */
  readonly writer: boolean;
  readonly state: Review["state"] | "revoked";
  readonly by: Route;
  /** Of a command: the base branch at that moment, where it is known. */
  readonly base?: string | undefined;
}

export type Route = "review" | "command";

/** Everything that was said, and which routes a sign-off may take. */
export interface Said {
  readonly reviews: readonly Review[];
  /** Those for the role in question, oldest first. */
  readonly signoffs: readonly GivenSignoff[];
  readonly via: readonly Route[];
}

/**
 * The last word of each person over both routes, so that no one counts twice; reviews of deleted accounts are left out. A route that
 * is not open gives no sign-off, but what speaks against one always counts.
 */
export const lastWords = ({ reviews, signoffs, via }: Said): readonly Opinion[] => {
  const words = [...reviews.flatMap(reviewed), ...signoffs.map(commanded)].filter(
    ({ state, by }) => state !== "approved" || via.includes(by),
  );
  const latest = new Map<string, Opinion>();
  for (const word of words) {
    const key = word.login.toLowerCase();
    const earlier = latest.get(key);
    if (earlier === undefined || Date.parse(earlier.at) <= Date.parse(word.at)) latest.set(key, word);
  }
  return [...latest.values()];
};

const reviewed = ({ by, ...review }: Review): Opinion[] =>
  by === null ? [] : [{ ...review, ...personOf(by), by: "review" }];

const commanded = ({ word, by, at, commit, base }: GivenSignoff): Opinion => ({
  ...personOf(by),
  state: word === "signoff" ? "approved" : "revoked",
  commit,
  base,
  at,
  writer: false,
  by: "command",
});

/** Brackets can't occur in a person's login, so the suffix tells an App even where the type was lost. */
const personOf = ({ login, type }: Person): Pick<Opinion, "login" | "bot"> => ({
  login,
  bot: type === "Bot" || login.endsWith("[bot]"),
});
