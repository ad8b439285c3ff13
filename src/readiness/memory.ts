import { createHash } from "node:crypto";
import { z } from "zod";
import { EXIT_STATES } from "../evidence/exit-states.ts";
import { RunRecord } from "../evidence/run-record.ts";
import { FACT_NAMES } from "../evidence/snapshot.ts";
import { holdersIn } from "../procedures/policy.ts";
import { PullLine } from "../report/pull-line.ts";
import { BlockedNext } from "./deploy/blocking.ts";
import type { Reading } from "./ports.ts";

const names = z.array(z.string());

const Needs = z.object({
  facts: z.array(z.enum(FACT_NAMES)),
  documents: names,
  baseDocuments: names,
  roles: names,
  environments: names,
  outputs: names,
  issues: names,
});

/** What this subject last told GitHub, for combining it with others that share its head commit. */
export const RunSummary = z.object({
  headSha: z.string(),
  conclusion: z.enum(["success", "failure", "action_required", "neutral"]),
  title: z.string(),
  summary: z.string(),
});
export type RunSummary = z.output<typeof RunSummary>;

/** An issue by the key of its subject and by the name under which it is written to. */
const IssueName = z.object({
  key: z.string(),
  repositoryId: z.int(),
  owner: z.string(),
  name: z.string(),
  number: z.int(),
});
export type IssueName = z.output<typeof IssueName>;

/** A pull request that a launch issue collected, as GitHub told of it; closed ones are kept because they can be opened again. */
const Collected = z.object({
  number: z.int(),
  title: z.string(),
  url: z.string(),
  state: z.enum(["open", "closed", "merged"]),
});
export type Collected = z.output<typeof Collected>;

/** What one evaluation leaves behind for the next. Losing it costs calls, never correctness. */
export const Memory = z.object({
  /** False: no config applied when last read, so most events can't matter. */
  configured: z.boolean(),
  headRef: z.string(),
  /** Config and procedures that were read, or looked for: paths in this repository, `owner/name:path` in others. */
  policyPaths: z.array(z.string()),
  needs: Needs,
  /** Teams that say who holds the roles, as `organisation/slug`, lower-cased. */
  teams: names.optional(),
  /** Lower-cased labels and other words the procedures speak of: a label outside of it can't change a verdict. */
  vocabulary: z.array(z.string()),
  /** The turn that left this. */
  turn: z.string().optional(),
  /** Everything that was to be written has been written and its id kept. */
  settled: z.boolean(),
  run: RunSummary.optional(),
  /** Of an issue: how its procedures stand, by their ids. */
  exits: z.record(z.string(), z.enum(EXIT_STATES)).optional(),
  /** Of a pull request that asks for procedures of its issues: these issues as `owner/name#number`. */
  linkedIssues: z.array(z.string()).optional(),
  /** Of a pull request: what issues show of it. */
  line: PullLine.optional(),
  /** Of a pull request: the issues that it closes. */
  closes: z.array(IssueName).optional(),
  /** Of a pull request: issues that may still show it, although it closes them no more or its config does not want it. */
  formerly: z.array(IssueName).optional(),
  /** Of a pull request: its config wants no comments on issues. */
  quiet: z.boolean().optional(),
  /** Of a launch issue: its pull requests. */
  collected: z.array(Collected).optional(),
  /** Of a launch issue: what it collects by, besides the references that close it. */
  collects: z.object({ milestone: z.string().nullable(), named: z.array(z.int()) }).optional(),
  /** Of an issue with a status comment of its own: digest of the pull requests that are shown there. */
  shown: z.string().optional(),
  /** How the merge gate stood, and since when it is shut after it was not. */
  gate: z.object({ state: z.enum(["open", "awaiting", "shut"]), blockedSince: z.string().optional() }).optional(),
  /** The checklist's boxes, ticked or not, as we last wrote them or saw them change in an event: any other state came unseen. */
  seenBoxes: z.record(z.string(), z.boolean()).optional(),
  /** When which commit was the head, oldest first. */
  heads: z.array(z.object({ at: z.string(), sha: z.string() })).optional(),
  /** Phases after a deployment that the next one there has to wait for. */
  blocksNext: z.array(BlockedNext).optional(),
  /** Environments of which it ever held the next deployment: those that wait there are told of every difference. */
  blockedIn: z.array(z.string()).optional(),
  /** Digest of how pages show it; absent where they were told something since that no verdict says. */
  stands: z.string().optional(),
  /** What the audit tells beside the ledger. */
  record: RunRecord.optional(),
  /** Where neither config nor a proposal was found: nothing else of the pull request is of interest as long as it stays there. */
  silentAt: z.object({ headSha: z.string(), baseRef: z.string(), updatedAt: z.string().optional() }).optional(),
  /** Of a pull request that changes config or procedures: how it did so at this head when that was looked at. */
  proposed: z.object({ headSha: z.string(), identity: z.string() }).optional(),
});
export type Memory = z.output<typeof Memory>;

/** Reads what was remembered; anything of another shape (an older release's, say) counts as nothing. */
export const memoryOf = (stored: unknown): Memory | undefined => {
  const parsed = Memory.safeParse(stored);
  return parsed.success ? parsed.data : undefined;
};

/** What every turn leaves behind. */
export const remembered = (reading: Reading, { configured }: { readonly configured: boolean }): Memory => ({
  configured,
  ...ofProposal(reading),
  ...(configured ? {} : silenceIn(reading)),
  headRef: reading.snapshot.head,
  policyPaths: [...reading.policyPaths],
  needs: {
    facts: [...reading.needs.facts],
    documents: [...reading.needs.documents],
    baseDocuments: [...reading.needs.baseDocuments],
    roles: [...reading.needs.roles],
    environments: [...reading.needs.environments],
    outputs: [...reading.needs.outputs],
    issues: [...reading.needs.issues],
  },
  teams: reading.needs.roles
    .flatMap((role) => holdersIn(reading.policy, role))
    .flatMap((holder) => (holder.startsWith("@") ? [holder.slice(1).toLowerCase()] : [])),
  vocabulary: [],
  settled: true,
});

/** What it proposes at this head, as far as it proposes anything: short, whatever it is. */
export const proposedIn = ({ proposal, snapshot: { headSha } }: Reading): Memory["proposed"] =>
  proposal && { headSha, identity: createHash("sha256").update(proposal.identity).digest("base64url") };

const silenceIn = ({ proposal, updatedAt, snapshot: { headSha, base } }: Reading): Pick<Memory, "silentAt"> =>
  proposal === undefined ? { silentAt: { headSha, baseRef: base, updatedAt } } : {};

const ofProposal = (reading: Reading): Pick<Memory, "proposed"> => {
  const proposed = proposedIn(reading);
  return proposed === undefined ? {} : { proposed };
};
