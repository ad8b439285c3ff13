import type { Ledger } from "../../evidence/ledger.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { isSound } from "../../procedures/finding.ts";
import type { Policy } from "../../procedures/policy.ts";
import { listed, sameName } from "../../requirements/wording.ts";
import { endingOf } from "../ending.ts";
import { exemptionsOf } from "../exemptions.ts";
import { countingIn, deploymentGate, holdsBack } from "../gates.ts";
import { overridingOf, type Overridable } from "../overrides.ts";
import { everyVerdict, type GateVerdict, type PhaseVerdict, type ProcedureVerdict, type Verdict } from "../verdict.ts";
import { freezeKey } from "./freezes.ts";
import { openStepsOf, type Said } from "./open-steps.ts";
import type { MemberOutcome } from "./outcome.ts";
import { papersOf } from "./papers.ts";

/** What a verdict does not say of a member of a release. */
export interface MemberOf {
  /** The policy that the verdict was judged by. */
  readonly policy: Policy;
  readonly ledger: Ledger;
  /** Where the release goes to, however it is spelt. */
  readonly environment: string;
  /** The member's address on GitHub. */
  readonly url: string;
}

/** How a pull request or issue stands towards the deployment to an environment. */
export const memberOf = (verdict: Verdict, snapshot: Snapshot, of: MemberOf): MemberOutcome => {
  const { policy, ledger, environment, url } = of;
  const whole: Overridable = { policy, snapshot, ledger, now: verdict.evaluatedAt };
  const gate = deploymentGate(environment, verdict.procedures, whole);
  const holds = (phase: PhaseVerdict): boolean => holdsBack({ gate: "deploy", environment }, phase);
  const counting = countingIn(verdict.procedures, whole);
  const open = openStepsOf(counting, holds);
  const lifts = liftedBy(environment, whole);
  const standing = standingOf(gate, { whole, open, isAsked: counting.length > 0 });
  return {
    ...named(snapshot, url),
    ...standing,
    left: gate.left,
    total: gate.total,
    steps: open.slice(0, SHOWN).map(({ step }) => step),
    ...opened("overridden", gate.overridden),
    ...opened("lifts", lifts),
    exempt: policy.freezes
      .filter((freeze) => exemptionsOf({ ...policy, freezes: [freeze] }, snapshot, ledger).length > 0)
      .map(freezeKey),
    ...environmentsIn(verdict.procedures),
    mode: policy.mode,
    ...momentsOf({
      now: verdict.evaluatedAt,
      open,
      holding: counting.flatMap(({ phases }) => phases.filter(holds)),
      ends: [gate.overridden?.until, gate.needsAnother?.until, lifts?.until],
      isAwaited: standing.state === "awaiting",
    }),
    ...papersOf(policy, snapshot, url),
  };
};

const SHOWN = 20;

const named = ({ subject, title, author, mergedAt }: Snapshot, url: string) => ({
  kind: subject.kind,
  number: subject.number,
  title,
  url,
  author: author?.login ?? null,
  ...(mergedAt === null ? {} : { mergedAt }),
});

interface Standing {
  readonly whole: Overridable;
  readonly open: readonly Said[];
  readonly isAsked: boolean;
}

/** Only what can't become true with this commit is `never`; what could not be read may still be another thing. */
const standingOf = (gate: GateVerdict, { whole, open, isAsked }: Standing): Pick<MemberOutcome, "state" | "reason"> => {
  const { snapshot, policy } = whole;
  const isIssue = snapshot.subject.kind === "issue";
  const broken = policy.findings.find(({ severity }) => severity === "error");
  if (snapshot.state === "closed" && !isIssue) return { state: "never", reason: "It was closed without being merged." };
  if (broken !== undefined) return { state: "shut", reason: `Its base branch's config is broken: ${broken.message}` };
  if (gate.reason !== undefined) return { state: isSurelyAborted(whole) ? "never" : "shut", reason: gate.reason };
  if (!isAsked) return { state: "not-asked", reason: "No procedure asks anything of it." };
  if (gate.state === "open") return { state: "open" };
  const noGo = open.find(({ isNoGo }) => isNoGo);
  if (noGo !== undefined) return { state: "never", reason: noGo.step.reason };
  if (snapshot.state === "closed")
    return { state: "shut", reason: "It was closed before everything was done: reopen it." };
  return { state: gate.state, ...waiting(gate) };
};

const isSurelyAborted = (whole: Overridable): boolean => {
  const { aborted } = endingOf(whole);
  return aborted !== undefined && aborted.unreadable !== true;
};

const waiting = ({ needsAnother }: GateVerdict): Pick<MemberOutcome, "reason"> =>
  needsAnother === undefined
    ? {}
    : {
        reason: `${listed(needsAnother.by)} wants to override this gate; somebody else of the override roles has to say so, too.`,
      };

/** What was said of the environment itself; an override of the merge says nothing of a deployment. */
const liftedBy = (environment: string, whole: Overridable): Opened | undefined => {
  if (!isSound(whole.policy.findings) || endingOf(whole).aborted !== undefined) return undefined;
  const said = overridingOf(`deploy/${environment}`, whole);
  return said === undefined || said.needsAnother ? undefined : said;
};

type Opened = NonNullable<GateVerdict["overridden"]>;

const opened = (name: "overridden" | "lifts", said: Opened | undefined): Pick<MemberOutcome, "overridden" | "lifts"> =>
  said === undefined ? {} : { [name]: { by: [...said.by], reason: said.reason, until: said.until.toISOString() } };

/** Every environment that a phase speaks of, also of procedures on trial: what is known is not misspelt. */
const environmentsIn = (procedures: readonly ProcedureVerdict[]): Pick<MemberOutcome, "names" | "everywhere"> => {
  const phases = procedures.filter(({ applies }) => applies).flatMap((procedure) => procedure.phases);
  const spelt = phases.flatMap(({ environments, starts }) => [
    ...environments,
    ...(starts === undefined ? [] : [starts]),
  ]);
  return {
    names: spelt.filter((name, index) => spelt.findIndex((one) => sameName(one, name)) === index),
    everywhere: phases.some(({ blocks, environments }) => blocks === "deploy" && environments.length === 0),
  };
};

interface Timed {
  readonly now: Date;
  readonly open: readonly Said[];
  readonly holding: readonly PhaseVerdict[];
  /** When words that open a gate expire. */
  readonly ends: readonly (Date | undefined)[];
  readonly isAwaited: boolean;
}

/** What is met can be undone by time, and what is open can be met by it; an override ends. */
const momentsOf = ({ now, open, holding, ends, isAwaited }: Timed): Pick<MemberOutcome, "wakeAt" | "opensAt"> => {
  const steps = holding.flatMap((phase) => everyVerdict(phase.steps)).map(({ wakeAt }) => wakeAt);
  const times = [...steps, ...ends].flatMap((at) => (at !== undefined && at > now ? [at.getTime()] : []));
  const opening = open.flatMap(({ step }) => (step.opensAt === undefined ? [] : [Date.parse(step.opensAt)]));
  const isClock = isAwaited && open.length > 0 && opening.length === open.length;
  return {
    ...(times.length === 0 ? {} : { wakeAt: iso(times.reduce((one, other) => Math.min(one, other))) }),
    ...(isClock ? { opensAt: iso(opening.reduce((one, other) => Math.max(one, other))) } : {}),
  };
};

const iso = (time: number): string => new Date(time).toISOString();
