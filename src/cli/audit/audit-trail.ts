import { z } from "zod";
import { ACTS } from "../../evidence/ledger.ts";
import { RunRecord } from "../../evidence/run-record.ts";
import { Person } from "../../evidence/snapshot.ts";

const Linked = z.strictObject({
  sha: z.string().describe("The commit."),
  url: z.string().describe("The commit on GitHub."),
});

const About = z.strictObject({
  kind: z.enum(["pull_request", "issue", "other"]).describe("What the act was done on."),
  number: z.int().optional().describe("Its number in the repository."),
  url: z.string().optional().describe("It on GitHub."),
});

/** One entry of the ledger, as it is exported. */
export const TrailEntry = z.strictObject({
  sequence: z.int().describe("Place in the repository's chain, from 1."),
  subject: About.describe("What the act was done on."),
  act: z
    .enum([...ACTS, "refused", "unreadable"])
    .describe("What was done; `unreadable` when another release recorded it in a shape of its own."),
  attempted: z.enum(ACTS).optional().describe("What a refused act would have been."),
  by: Person.optional().describe("Who did it."),
  role: z.string().optional().describe("The role the person acted in, held at that moment."),
  permission: z.string().optional().describe("Repository permission of the person at that moment."),
  at: z.string().describe("When it was done."),
  recordedAt: z.string().optional().describe("When it was recorded; absent for entries of releases before the chain."),
  via: z.string().optional().describe("How the act reached Gatehouse."),
  delivery: z.string().optional().describe("GUID of the webhook delivery that brought it."),
  commit: Linked.optional().describe("The head commit at that moment."),
  base: z.string().optional().describe("The base branch at that moment; absent on an issue."),
  comment: z.string().optional().describe("Id of the comment on GitHub that said it."),
  procedure: z.string().optional().describe("Id of the procedure."),
  step: z.string().optional().describe("Id of the step."),
  text: z.string().optional().describe("The step's text that was ticked."),
  from: z.string().optional().describe("State before the act."),
  to: z.string().optional().describe("State after the act."),
  word: z.string().optional().describe("What was decided: `go` or `no-go`."),
  gate: z.string().optional().describe("The gate that was opened by an override."),
  freeze: z.string().optional().describe("The freeze that an exemption is about."),
  expires: z.string().optional().describe("When an override ends."),
  environment: z.string().optional().describe("Where it was rolled back."),
  reason: z.string().optional().describe("Why, in the person's words."),
  why: z.string().optional().describe("Why it was refused."),
  previousHash: z.string().describe("The hash of the entry before in the chain; empty for the first."),
  hash: z.string().describe("SHA-256 of `hashed`, in hexadecimal."),
  hashed: z.string().describe("The whole entry as it is hashed: the text of a JSON object."),
});
export type TrailEntry = z.output<typeof TrailEntry>;

/** A pull request or issue that something was done on. */
export const TrailSubject = About.extend({
  state: z.enum(["open", "closed"]).optional().describe("Its state as last heard of."),
  firstAt: z.string().describe("When the first act on it was done."),
  lastAt: z.string().describe("When the last act on it was done."),
  procedures: z.array(z.string()).describe("Ids of the procedures in which something was done."),
  commits: z.array(Linked).describe("Head commits at which something was done, and the last head commit."),
  links: z.record(z.string(), z.string()).describe("Where GitHub shows what the ledger doesn't hold."),
  seen: RunRecord.optional().describe(
    "What was last seen of it: dates, tickets, deployments, procedures and their proofs. No part of the chain; GitHub is the proof.",
  ),
});
export type TrailSubject = z.output<typeof TrailSubject>;

/** What `gatehouse audit export --format json` prints. */
export const AuditTrail = z
  .strictObject({
    version: z.literal(1).describe("Version of this format."),
    repository: z
      .strictObject({
        id: z.int().describe("GitHub's id, which survives renames."),
        name: z.string().describe("`owner/name`, as last heard of."),
        formerNames: z.array(z.string()).describe("Names it had before."),
        url: z.string().describe("The repository on GitHub."),
      })
      .describe("The repository."),
    only: About.optional().describe("What the export is limited to; absent when it is the whole repository."),
    exportedAt: z.string().describe("When it was exported."),
    chain: z
      .strictObject({
        name: z.string().describe("Name of the chain."),
        entries: z.int().describe("Entries of the whole chain."),
        lastSequence: z.int().describe("Place of its last entry; 0 when there is none."),
        lastHash: z.string().describe("Hash of its last entry: keep it, and give it to `audit verify --expect`."),
        intact: z.boolean().describe("Whether the whole chain was found intact at the export."),
        findings: z.array(z.string()).describe("What is wrong with it."),
      })
      .describe("The chain that the entries are part of."),
    subjects: z.array(TrailSubject).describe("What something was done on, in the order of the first act."),
    entries: z.array(TrailEntry).describe("What was done, in the order in which it was recorded."),
  })
  .describe("The audit trail of a repository, or of one pull request or issue.");
export type AuditTrail = z.output<typeof AuditTrail>;
