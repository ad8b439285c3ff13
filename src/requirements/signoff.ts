import { z } from "zod";
import type { RoleHolders, Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement, holders, unread } from "./define.ts";
import type { Judging } from "./judging.ts";
import { lastWords, type Opinion } from "./opinions.ts";
import { met, type Actor, type Outcome } from "./outcome.ts";
import { filledGlobs } from "./paths.ts";
import { isOfOtherBase } from "./retargeted.ts";
import { isAmong, unknownRole } from "./role.ts";
import { Role } from "./settings.ts";
import { approvalOf, isForHead, type Approval } from "./signoff-freshness.ts";
import { changesRequested, noRoute, partlyKnown, roleTooSmall, tooFew } from "./signoff-outcomes.ts";
import { SignoffSettings } from "./signoff-settings.ts";
import { signoffWords } from "./signoff-words.ts";
import { listed, sameName } from "./wording.ts";

/** Agreement of people with the head commit, given by approving reviews or by command. */
export const signoff = defineRequirement({
  kind: "signoff",
  about: "Enough members of a role approved, since the last relevant push.",
  settings: z.union([Role.transform((role) => SignoffSettings.parse({ role })), SignoffSettings]),
  needs: [],
  alsoNeeds: () => ["reviews"],
  roles: ({ role }) => (role === undefined ? [] : [role]),
  describe: signoffWords,
  lookups: (settings, facts, judging) => {
    if (settings.stale_on !== "paths") return {};
    const held = heldBy(settings, facts);
    const doubtful = opinionsOf({ settings, facts, held, judging }).filter(
      (one) => !isForHead(one, facts) && !isOfOtherBase(one, facts),
    );
    return {
      changedSince: doubtful.flatMap(({ state, commit }) => (state === "approved" && commit !== null ? [commit] : [])),
    };
  },
  judge: (settings, facts, judging) => {
    const held = heldBy(settings, facts);
    if (settings.role !== undefined && held === undefined) return unknownRole("signoff", settings.role);
    const byCommand = settings.role !== undefined && settings.via.includes("command");
    if (facts.subject.kind === "issue" && !byCommand) return noRoute(settings);
    return judgeOpinions({ settings, facts, held, judging });
  },
});

interface Held extends RoleHolders {
  readonly role: string;
}

interface Case {
  readonly settings: SignoffSettings;
  readonly facts: Snapshot;
  /** Absent where no role is asked for: whoever may write signs off. */
  readonly held: Held | undefined;
  readonly judging: Judging;
}

const heldBy = ({ role }: SignoffSettings, facts: Snapshot): Held | undefined => {
  const held = role === undefined ? undefined : holders(facts, role);
  return held === undefined || role === undefined ? undefined : { role, ...held };
};

/** The last word of everybody who may count. */
const opinionsOf = (of: Case): readonly Opinion[] => wordsIn(of).filter((opinion) => mayCount(opinion, of));

/** A command is for one role, so without a role only reviews are heard. */
const wordsIn = ({ settings, facts, judging }: Case): readonly Opinion[] => {
  const { reviews = [] } = facts;
  const signoffs = judging.signoffs.filter(({ role }) => role === settings.role);
  return lastWords({ reviews, signoffs, via: settings.via });
};

/** Those who approved the head commit without the role, or any other that is asked: theirs may be meant for another step. */
const outsidersIn = (of: Case): readonly string[] => {
  const { facts, held } = of;
  if (held === undefined) return [];
  return wordsIn(of)
    .filter((one) => one.state === "approved" && one.by === "review" && isForHead(one, facts))
    .filter(({ login, bot }) => !bot && !isAuthor(login, facts) && !holdsAny(login, facts))
    .map(({ login }) => login);
};

const holdsAny = (login: string, { roles }: Snapshot): boolean =>
  Object.values(roles).some(({ members }) => isAmong(login, members));

/** Bots and deleted accounts never sign off: nobody could be asked why they agreed. */
const mayCount = ({ login, bot, writer }: Opinion, { settings, facts, held }: Case): boolean => {
  if (bot || (settings.not_author && isAuthor(login, facts))) return false;
  return held === undefined ? writer : isAmong(login, held.members);
};

const isAuthor = (login: string, { author }: Snapshot): boolean => author !== null && sameName(login, author.login);

const judgeOpinions = (of: Case): Outcome => {
  const { settings, facts, judging } = of;
  const opinions = opinionsOf(of);
  const against = opinions.filter(({ state }) => state === "changes_requested");
  if (against.length > 0) return changesRequested(against);
  const filled = filledGlobs(settings.paths ?? [], { kind: "signoff", snapshot: facts, judging });
  if (!filled.ok) return filled.outcome;
  const approvals = opinions
    .filter(({ state }) => state === "approved")
    .map((opinion) => approvalOf(opinion, { settings, paths: filled.paths, facts }));
  const fresh = approvals.filter(({ counts }) => counts === "yes");
  if (fresh.length >= settings.count) return signedOff(fresh);
  if (approvals.some(({ counts }) => counts === "unknown")) return unread("signoff", "changedSince", facts);
  const dropped = approvals.filter(({ counts }) => counts === "no").map((one) => one.dropped);
  return stillOpen(of, fresh, { stale: dropped, withdrawn: opinions.flatMap(withdrawn) });
};

const withdrawn = ({ login, state }: Opinion): readonly string[] => {
  if (state === "revoked") return [`${login} took the sign-off back.`];
  return state === "dismissed" ? [`The review by ${login} was dismissed.`] : [];
};

const signedOff = (fresh: readonly Approval[]): Outcome =>
  met(
    `Approved by ${listed(fresh.map(({ login }) => login))}.`,
    fresh.map(({ login, at, url, by }) => ({
      text: `${login} on ${at.slice(0, 10)}${by === "command" ? " by command" : ""}`,
      ...(url === undefined ? {} : { url }),
      approval: { by: login, at, via: by },
    })),
  );

interface Lost {
  readonly stale: readonly string[];
  readonly withdrawn: readonly string[];
}

const stillOpen = (of: Case, fresh: readonly Approval[], lost: Lost): Outcome => {
  const { held, settings, facts } = of;
  const tally = {
    settings,
    onIssue: facts.subject.kind === "issue",
    given: fresh.length,
    outsiders: outsidersIn(of),
    ...lost,
  };
  if (held === undefined) return tooFew(tally, { kind: "writers" });
  if (held.problem !== undefined) return partlyKnown(held.role, held.problem);
  const able = held.members.filter((login) => !settings.not_author || !isAuthor(login, facts));
  if (able.length < settings.count) return roleTooSmall(held.role, able.length, settings);
  const given = fresh.map(({ login }) => login);
  const actor: Actor = { kind: "role", role: held.role, people: able.filter((login) => !isAmong(login, given)) };
  return tooFew(tally, actor);
};
