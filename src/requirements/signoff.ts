import { z } from "zod";
import type { Review, RoleHolders, Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement, holders } from "./define.ts";
import { notYet } from "./later.ts";
import { met, undetermined, unmet, waiting, type Actor, type Outcome } from "./outcome.ts";
import { isAmong, unknownRole } from "./role.ts";
import { Role } from "./settings.ts";
import { latestOfEach, type Opinion } from "./opinions.ts";
import { counted, listed, quote, sameName } from "./wording.ts";

const Settings = z.strictObject({
  role: Role.optional().describe("The role whose members sign off; without it, everybody with write permission."),
  count: z.int().min(1).max(50).default(1).describe("How many different people must approve."),
  not_author: z.boolean().default(true).describe("Whether the author of the pull request is left out."),
  stale_on: z
    .enum(["push", "paths", "never"])
    .default("push")
    .describe(
      "When an approval stops counting: `push`: at any new commit; `paths`: as `push` in this version; `never`: it counts for every later commit.",
    ),
  via: z
    .array(z.enum(["review", "command"]))
    .min(1)
    .default(["review", "command"])
    .describe("How people sign off: by an approving review, or by `/gate signoff`, which this version does not count."),
});
type Settings = z.output<typeof Settings>;

/** Agreement of people, given by approving reviews of the head commit. */
export const signoff = defineRequirement({
  kind: "signoff",
  about: "Enough members of a role approved, since the last relevant push.",
  settings: z.union([Role.transform((role) => Settings.parse({ role })), Settings]),
  needs: ["reviews"],
  roles: ({ role }) => (role === undefined ? [] : [role]),
  describe: ({ role, count }) => `${counted(count, "sign-off")}${role === undefined ? "" : ` by ${role}`}`,
  judge: (settings, facts) => {
    if (!settings.via.includes("review")) return notYet("signoff", "via: command");
    const { role } = settings;
    const held = role === undefined ? undefined : holders(facts, role);
    if (role !== undefined && held === undefined) return unknownRole("signoff", role);
    const of = held === undefined ? { settings, facts } : { settings, facts, held: { role: role ?? "", ...held } };
    return judgeOpinions(of, latestOfEach(facts.reviews));
  },
});

interface Held extends RoleHolders {
  readonly role: string;
}

interface Case {
  readonly settings: Settings;
  readonly facts: Snapshot;
  /** Absent where no role is asked for: whoever may write signs off. */
  readonly held?: Held;
}

const judgeOpinions = (of: Case, opinions: readonly Opinion[]): Outcome => {
  const counting = opinions.filter((opinion) => mayCount(opinion, of));
  const against = counting.filter(({ state }) => state === "changes_requested");
  if (against.length > 0) return changesRequested(against);
  const approved = counting.filter(({ state }) => state === "approved");
  const fresh = approved.filter(({ commit }) => isFresh(commit, of));
  if (fresh.length >= of.settings.count) return signedOff(fresh);
  const stale = approved.filter((one) => !fresh.includes(one));
  return tooFew(of, { fresh, stale });
};

/** Bots and deleted accounts never sign off: nobody could be asked why they agreed. */
const mayCount = ({ login, bot, writer }: Opinion, { settings, facts, held }: Case): boolean => {
  if (bot || (settings.not_author && isAuthor(login, facts))) return false;
  return held === undefined ? writer : isAmong(login, held.members);
};

const isAuthor = (login: string, { author }: Snapshot): boolean => author !== null && sameName(login, author.login);

const isFresh = (commit: Review["commit"], { settings, facts }: Case): boolean =>
  settings.stale_on === "never" || (commit !== null && commit === facts.headSha);

const changesRequested = (against: readonly Opinion[]): Outcome => {
  const names = against.map(({ login }) => login);
  return unmet({
    code: "signoff/changes-requested",
    reason: `${listed(names)} asked for changes.`,
    remedy: `Make the changes and ask ${listed(names)} to review again.`,
    short: "changes requested",
    actors: names.map((login): Actor => ({ kind: "login", login })),
  });
};

const signedOff = (fresh: readonly Opinion[]): Outcome =>
  met(
    `Approved by ${listed(fresh.map(({ login }) => login))}.`,
    fresh.map(({ login, at, url }) => ({
      text: `${login} on ${at.slice(0, 10)}`,
      ...(url === undefined ? {} : { url }),
    })),
  );

interface Tally {
  readonly fresh: readonly Opinion[];
  readonly stale: readonly Opinion[];
}

const tooFew = (of: Case, tally: Tally): Outcome => {
  const { held, settings } = of;
  if (held === undefined) return stillOpen(settings, tally, { kind: "writers" });
  if (held.problem !== undefined) return partlyKnown(held.role, held.problem);
  const able = held.members.filter((login) => !settings.not_author || !isAuthor(login, of.facts));
  if (able.length < settings.count) return roleTooSmall(held.role, able.length, settings);
  const given = tally.fresh.map(({ login }) => login);
  const people = able.filter((login) => !isAmong(login, given));
  return stillOpen(settings, tally, { kind: "role", role: held.role, people });
};

const stillOpen = (settings: Settings, { fresh, stale }: Tally, actor: Actor): Outcome => {
  const left = settings.count - fresh.length;
  return waiting({
    code: stale.length > 0 ? "signoff/stale" : "signoff/too-few",
    reason: [`${fresh.length} of ${counted(settings.count, "sign-off")} given.`, ...stale.map(isStale)].join(" "),
    remedy: `Ask ${whom(settings, left)} to approve the head commit.`,
    short: counted(left, "sign-off"),
    actors: [actor],
  });
};

const isStale = ({ login, commit }: Opinion): string =>
  `${login} approved an earlier commit${commit === null ? "" : ` (${commit.slice(0, 7)})`}.`;

const whom = ({ role, not_author }: Settings, left: number): string => {
  const who = role === undefined ? "with write permission" : `of ${role}`;
  const people = `${left} more ${left === 1 ? "person" : "people"} ${who}`;
  return not_author ? `${people}, not the author,` : people;
};

const partlyKnown = (role: string, problem: string): Outcome =>
  undetermined({
    code: "signoff/role-unknown",
    reason: `Who holds the role ${quote(role)} is not fully known (${quote(problem)}), and the members known have not signed off enough.`,
    remedy: `Let Gatehouse see the teams of ${quote(role)}, or name its members in the config.`,
    short: `role ${role} not determined`,
  });

const roleTooSmall = (role: string, able: number, { count, not_author }: Settings): Outcome =>
  unmet({
    code: "signoff/role-too-small",
    reason: `The role ${quote(role)} has ${counted(able, "member")} who may sign off${not_author ? ", the author left out" : ""}; ${count} are needed.`,
    remedy: `Add people to the role ${quote(role)} in the config, or have the procedure ask for fewer sign-offs.`,
    short: "role too small",
    actors: [{ kind: "writers" }],
  });
