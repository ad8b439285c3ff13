import { evaluate } from "../../evaluation/evaluate.ts";
import { asksNothing, lookupsOf } from "../../evaluation/lookups.ts";
import type { Verdict } from "../../evaluation/verdict.ts";
import type { Ledger } from "../../evidence/ledger.ts";
import type { Snapshot } from "../../evidence/snapshot.ts";
import { secondLookOn } from "../../github/second-look.ts";
import { eachOnce } from "../../procedures/finding.ts";
import type { Policy } from "../../procedures/policy.ts";
import type { Hints, Reading, SubjectRef } from "../../readiness/ports.ts";
import { checkRun, type CheckRun } from "../../report/check-run.ts";
import type { PersonalClient } from "../github/personal-client.ts";
import { WrongUse } from "../wrong-use.ts";
import { findPull, type FoundPull } from "./find-pull.ts";
import type { LocalDocuments } from "./local-documents.ts";
import { localReader } from "./reading.ts";
import { ticksIn } from "./ticks-in.ts";
import { unknownOf, type Unknown } from "./unknown.ts";

/** What Gatehouse would say of a pull request, as far as a person's token tells. */
export interface Simulation {
  readonly pull: FoundPull;
  /** Among its findings is what the pull request itself would break. */
  readonly verdict: Verdict;
  /** The check as it would be written; absent of what is merged, because nobody asks for it any more. */
  readonly check: CheckRun | undefined;
  readonly unknown: readonly Unknown[];
}

interface Simulating {
  readonly client: PersonalClient;
  readonly local: LocalDocuments;
  readonly pull: { readonly owner: string; readonly name: string; readonly number: number };
  /** Slug of the App whose comments count, where it is given. */
  readonly app: string | undefined;
  readonly now: () => Date;
}

/** Reads a pull request by the server's own reader and judges it. Throws `WrongUse` where there is nothing to judge, and what GitHub refuses. */
export const simulated = async ({ client: anybody, local, pull: asked, app, now }: Simulating): Promise<Simulation> => {
  const pull = await findPull(anybody, asked);
  const client = pull.posted === undefined ? anybody : anybody.knowing(pull.posted.appId);
  const slug = app ?? pull.posted?.app;
  const reader = localReader({ client, local, slug: slug ?? NOBODY });
  const reading = await reader.read(pull.subject, hintsFor(pull));
  if (reading === undefined) throw new WrongUse(`There is no pull request #${asked.number} any more.`);
  const { policy } = reading;
  if (policy === undefined) throw noPolicy(pull.subject);
  const ledger = reading.checklist === undefined ? [] : ticksIn(reading.checklist, policy, reading.updatedAt);
  const snapshot = await lookedTwice({ client, subject: pull.subject, policy, ledger, now }, withoutStore(reading));
  const judged = evaluate({ policy, snapshot, ledger, now: now() });
  return {
    pull,
    verdict: withProposed(judged, reading),
    check: checkOf(judged, { ...reading, snapshot }),
    unknown: unknownOf({ reading: { ...reading, snapshot }, files: reader.policyFiles(), app: slug }),
  };
};

/** No login of an App is only its ending. */
const NOBODY = "";

const hintsFor = ({ headSha, headRef, baseRef }: FoundPull): Hints => ({
  headSha,
  headRef,
  baseRef,
  afresh: false,
  comments: { search: true },
  runKnownFor: headSha,
});

const noPolicy = ({ owner, name }: SubjectRef): WrongUse =>
  new WrongUse(
    `There is no config in ${owner}/${name} nor in ${owner}/.github, so Gatehouse says nothing there. Try a procedure with \`--procedure FILE\`, a config with \`--config FILE\`, or write both with \`gatehouse init\`.`,
  );

/** How procedures on issues stand is what the server remembers of them. */
const withoutStore = ({ snapshot, needs }: Reading): Snapshot =>
  needs.facts.includes("issueProcedures")
    ? { ...snapshot, unread: { ...snapshot.unread, issueProcedures: ISSUES } }
    : snapshot;

const ISSUES =
  "How the procedures on linked issues stand is what the server remembers of them, and can't be read with a token.";

interface Looking {
  readonly client: PersonalClient;
  readonly subject: SubjectRef;
  readonly policy: Policy;
  readonly ledger: Ledger;
  readonly now: () => Date;
}

/** The snapshot with what requirements ask for only after the first look, as the server does it. */
export const lookedTwice = async (
  { client, subject, policy, ledger, now }: Looking,
  snapshot: Snapshot,
): Promise<Snapshot> => {
  const lookups = lookupsOf({ policy, snapshot, ledger, now: now() });
  if (asksNothing(lookups)) return snapshot;
  const answers = await secondLookOn(async () => client).answer(subject, snapshot.headSha, lookups);
  return { ...snapshot, ...answers };
};

/** What the pull request would break of config and procedures holds its merge like what is broken already. */
const withProposed = (verdict: Verdict, { proposal }: Reading): Verdict => {
  if (proposal === undefined || verdict.stage !== "merge") return verdict;
  return { ...verdict, findings: eachOnce([...verdict.findings, ...proposal.findings]) };
};

const checkOf = (verdict: Verdict, { snapshot, proposal, isRequired }: Reading): CheckRun | undefined => {
  const gate = verdict.stage === "merge" ? verdict.gates.find(({ gate: name }) => name === "merge") : undefined;
  if (gate === undefined) return undefined;
  const { repository, number } = snapshot.subject;
  return checkRun(verdict, gate, { repository, number, headSha: snapshot.headSha, proposal, isRequired });
};
