import type { Asking } from "./asking.ts";
import { MOST_COMMITS, type Between } from "./between.ts";

/** Why it can't be told what a release brings, and what people can do about it. Each holds the deployment. */

type About = Pick<Asking, "asked" | "repository">;

const short = (sha: string): string => sha.slice(0, 7);

/** What may belong to a release is not known here, so nobody can be named who may open it. */
const PAST_THE_RULE = "Or let an administrator start it past the rule.";

export const unknownCommit = ({ asked: { sha }, repository: { owner, name } }: About): string =>
  `GitHub knows no commit ${short(sha)} in ${owner}/${name}; perhaps a force push took it away. Deploy a commit that a branch holds.`;

export const lost = ({ asked: { environment }, repository: { owner, name } }: About, sha: string): string =>
  `${short(sha)}, which ran last in \`${environment}\`, has nothing in common with this commit or is not in ${owner}/${name} any more, perhaps after a force push, so what is new can't be told. Push ${short(sha)} to a branch again. ${PAST_THE_RULE}`;

export const noSuccess = ({ asked: { environment } }: About, count: number): string =>
  `None of the newest ${count} deployments to \`${environment}\` succeeded, and older ones are not looked for, so what is new can't be told. ${PAST_THE_RULE}`;

export const unlisted = ({ total, shas }: Between): string =>
  total > MOST_COMMITS
    ? `${total} commits are new, and no more than ${MOST_COMMITS} are gone through. Deploy a commit in between first. ${PAST_THE_RULE}`
    : `GitHub lists ${shas.length} of the ${total} new commits, so what is new is not known. Start the deployment again later.`;

export const partly = (reason: string): string => `Not everything that is new can be read: ${reason}`;
