import { z } from "zod";
import { defineRequirement, holders } from "./define.ts";
import type { Decision, Judging } from "./judging.ts";
import { met, unmet, waiting, type Actor, type Outcome } from "./outcome.ts";
import { unknownRole } from "./role.ts";
import { isOfOtherBase } from "./retargeted.ts";
import { Role } from "./settings.ts";
import { quote } from "./wording.ts";

const Settings = z.strictObject({
  role: Role.describe("The role whose last word counts."),
  stale_on: z
    .enum(["push", "never"])
    .default("never")
    .describe(
      "When a go stops counting: `push`: at any new commit; `never`: it counts for every later commit. None counts for another base branch.",
    ),
});
type Settings = z.output<typeof Settings>;

/** A go or no-go: somebody answers for it by name, and a later word takes the place of an earlier one. */
export const decision = defineRequirement({
  kind: "decision",
  about: "The last word of the role is *go*.",
  settings: z.union([Role.transform((role) => Settings.parse({ role })), Settings]),
  needs: [],
  roles: ({ role }) => [role],
  decider: ({ role }) => role,
  describe: ({ role }) => `a go by ${role}`,
  judge: (settings, facts, judging) => {
    const held = holders(facts, settings.role);
    if (held === undefined) return unknownRole("decision", settings.role);
    const actor: ByRole = { kind: "role", role: settings.role, people: held.members };
    const { decision: last } = judging;
    if (last === undefined) return undecided(judging, actor);
    if (last.word === "no-go") return against(last, judging, actor);
    if (isOfOtherBase(last, facts)) return retargeted(last, facts.base, { judging, actor });
    const fresh = settings.stale_on === "never" || facts.subject.kind === "issue" || last.commit === facts.headSha;
    return fresh ? decided(last) : stale(last, judging, actor);
  },
});

/** What people type: the go / no-go that closes a phase is called by the phase. */
const target = ({ step }: Judging): string => step.id.replace(/:gate$/u, "");

const goCommand = (judging: Judging): string => quote(`/gate go ${target(judging)}`);

type ByRole = Extract<Actor, { kind: "role" }>;

const undecided = (judging: Judging, actor: ByRole): Outcome =>
  waiting({
    code: "decision/open",
    reason: `${actor.role} has not decided yet.`,
    remedy: `As a member of ${actor.role}, comment ${goCommand(judging)}, or ${quote(`/gate no-go ${target(judging)} REASON`)}.`,
    short: "go or no-go",
    actors: [actor],
  });

const against = (last: Decision, judging: Judging, actor: ByRole): Outcome =>
  unmet({
    code: "decision/no-go",
    reason: `${last.by} said no-go on ${last.at.slice(0, 10)}${last.reason === undefined ? "." : `: ${quote(last.reason)}`}`,
    remedy: `Settle the reason; then a member of ${actor.role} comments ${goCommand(judging)}.`,
    short: "no-go",
    actors: [actor],
  });

const stale = (last: Decision, judging: Judging, actor: ByRole): Outcome =>
  waiting({
    code: "decision/stale",
    reason: `The go by ${last.by} was for an earlier commit${last.commit === undefined ? "" : ` (${last.commit.slice(0, 7)})`}.`,
    remedy: `Look at what was pushed since; then, as a member of ${actor.role}, comment ${goCommand(judging)}.`,
    short: "go or no-go again",
    actors: [actor],
  });

const retargeted = (last: Decision, base: string, { judging, actor }: Asked): Outcome =>
  waiting({
    code: "decision/stale",
    reason: `The go by ${last.by} was given before the base branch was changed to ${quote(base)}.`,
    remedy: `Look at what the change holds now; then, as a member of ${actor.role}, comment ${goCommand(judging)}.`,
    short: "go or no-go again",
    actors: [actor],
  });

interface Asked {
  readonly judging: Judging;
  readonly actor: ByRole;
}

const decided = ({ by, at, reason }: Decision): Outcome =>
  met(`${by} said go${reason === undefined ? "." : `: ${quote(reason)}`}`, [{ text: `go by ${by} at ${at}` }]);
