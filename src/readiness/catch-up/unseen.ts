import type { KnownOne, SeenIssue, SeenPull } from "./ports.ts";

/** What a moment's list of pull requests is held against. */
export interface Against {
  readonly known: KnownOne | undefined;
  /** A config holds where it is to be merged, as far as one look tells. */
  readonly isConfigured: boolean;
  /** Nothing that was heard before can be relied on. */
  readonly all: boolean;
  readonly now: Date;
}

/** Deliveries arrive within this time as a rule, and what we write ourselves changes a pull request as well. */
const SLACK_MS = 120_000;

/** Whether something happened to a pull request that we have not heard of. When in doubt, yes: looking again costs one read. */
export const isUnseen = (pull: SeenPull, { known, isConfigured, all, now }: Against): boolean => {
  if (!isConfigured && known?.configured !== true) return false;
  if (isLeft(pull, known)) return false;
  if (all || pull.state === "closed") return true;
  return (
    !isFresh(pull, now) &&
    (known === undefined || known.isUntold === true || isElsewhere(pull, known) || isUnheard(pull, known))
  );
};

/** Nothing is to be done any more: it was closed before we knew it, or it is merged and we were through with it. */
const isLeft = ({ state }: SeenPull, known: KnownOne | undefined): boolean =>
  state === "closed"
    ? known === undefined || known.state === "closed"
    : state === "merged" && known?.state === "closed";

const isElsewhere = (pull: SeenPull, { state, headSha, baseRef }: KnownOne): boolean =>
  state !== pull.state || (state === "open" && (headSha !== pull.headSha || baseRef !== pull.baseRef));

/** The same for an issue; `all`: those that are followed have their turn without it. */
export const isUnseenIssue = (
  issue: SeenIssue,
  { known, all, now }: Pick<Against, "known" | "all" | "now">,
): boolean => {
  if (all) return known === undefined || known.state === "closed";
  if (isFresh(issue, now)) return false;
  if (known === undefined) return issue.state === "open";
  return known.isUntold === true || isUnheard(issue, known);
};

type Changed = Pick<SeenPull, "updatedAt">;

const isFresh = ({ updatedAt }: Changed, now: Date): boolean => Date.parse(updatedAt) > now.getTime() - SLACK_MS;

const isUnheard = ({ updatedAt }: Changed, { heardAt }: KnownOne): boolean =>
  heardAt === undefined || Date.parse(updatedAt) > heardAt.getTime() + SLACK_MS;
