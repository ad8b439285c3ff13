import type { Review } from "../evidence/snapshot.ts";

/** What one person last said of the pull request. */
export interface Opinion extends Pick<Review, "state" | "commit" | "at" | "url" | "writer"> {
  readonly login: string;
  readonly bot: boolean;
}

/** The last word of each reviewer, so that no one counts twice; reviews of deleted accounts are left out. */
export const latestOfEach = (reviews: readonly Review[]): readonly Opinion[] => {
  const latest = new Map<string, Opinion>();
  for (const opinion of reviews.flatMap(opinionOf)) {
    const key = opinion.login.toLowerCase();
    const earlier = latest.get(key);
    if (earlier === undefined || Date.parse(earlier.at) <= Date.parse(opinion.at)) latest.set(key, opinion);
  }
  return [...latest.values()];
};

/** Brackets can't occur in a person's login, so the suffix tells an App even where the type was lost. */
const opinionOf = ({ by, ...review }: Review): Opinion[] =>
  by === null ? [] : [{ ...review, login: by.login, bot: by.type === "Bot" || by.login.endsWith("[bot]") }];
