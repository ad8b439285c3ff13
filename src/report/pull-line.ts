import { z } from "zod";
import { isSound } from "../procedures/finding.ts";
import type { Snapshot } from "../evidence/snapshot.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import { whatIsLeft, whoseTurn } from "./left.ts";
import { counting, gateNow } from "./stage.ts";
import type { Proposal } from "./headline.ts";

/** How a pull request stands, in one word. */
const PULL_STATES = [
  /** Nobody judged it yet. */
  "unjudged",
  /** No procedure applies to it. */
  "none",
  "broken",
  "ready",
  "awaiting",
  "shut",
  "overridden",
  "aborted",
  "merged",
  /** Merged, and something is left to do after it. */
  "after-merge",
  "completed",
  "rolled-back",
] as const;

/** What issues show of a pull request. Plain data: its own turn leaves it behind, so that an issue needs not read it. */
export const PullLine = z.object({
  /** `owner/name`. */
  repository: z.string(),
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(PULL_STATES),
  /** The config only watches. */
  shadow: z.boolean(),
  left: z.int(),
  total: z.int(),
  /** What is left and whose turn it is, in plain words; empty where nothing is. */
  what: z.string(),
  next: z.string(),
  /** Environments that it runs in, as far as its procedures look at them. */
  deployed: z.array(z.string()),
  milestone: z.string().nullable(),
});
export type PullLine = z.output<typeof PullLine>;

export interface LineOf {
  readonly snapshot: Snapshot;
  readonly proposal?: Proposal;
  readonly url: string;
}

/** What issues show of a pull request that was judged. The same verdict gives the same line. */
export const pullLine = (verdict: Verdict, { snapshot, proposal, url }: LineOf): PullLine => {
  const { left, total } = gateNow(verdict);
  const state = stateOf(verdict, proposal);
  const isOpen = OPEN.has(state);
  return {
    repository: snapshot.subject.repository,
    number: snapshot.subject.number,
    title: snapshot.title,
    url,
    state,
    shadow: verdict.mode === "shadow",
    left,
    total,
    what: isOpen ? whatIsLeft(verdict) : "",
    next: isOpen ? whoseTurn(verdict).trim() : "",
    deployed: deployedIn(snapshot),
    milestone: snapshot.milestone,
  };
};

const OPEN: ReadonlySet<PullLine["state"]> = new Set(["awaiting", "shut", "after-merge"]);

const stateOf = (verdict: Verdict, proposal: Proposal): PullLine["state"] => {
  if (verdict.stage === "after-merge") return mergedState(verdict);
  if (!isSound(verdict.findings) || !isSound(proposal?.findings ?? [])) return "broken";
  const gate = gateNow(verdict);
  if (counting(verdict).length === 0) return "none";
  if (gate.overridden !== undefined) return "overridden";
  if (gate.reason !== undefined) return "aborted";
  return ({ open: "ready", awaiting: "awaiting", shut: "shut" } as const)[gate.state];
};

/** Merged is merged: what a procedure asks for afterwards is all that can still be said. */
const mergedState = (verdict: Verdict): PullLine["state"] => {
  const procedures = counting(verdict);
  const after = procedures.filter(({ phases }) =>
    phases.some(({ holdsMerge, state }) => !holdsMerge && state !== "not-applicable"),
  );
  if (after.some(({ exit }) => exit === "rolled-back")) return "rolled-back";
  if (after.length === 0) return "merged";
  if (after.every(({ exit }) => exit === "aborted")) return "aborted";
  return after.every(({ exit }) => exit === "completed" || exit === "partial") ? "completed" : "after-merge";
};

const deployedIn = ({ deployments = {} }: Snapshot): string[] =>
  Object.entries(deployments)
    .filter(([, list]) => list.some(({ holds, state }) => holds === true && state === "success"))
    .map(([environment]) => environment)
    .toSorted();
