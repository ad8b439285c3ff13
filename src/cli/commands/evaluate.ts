import { evaluate as judge } from "../../evaluation/evaluate.ts";
import { lacking, needsOf } from "../../evaluation/needs.ts";
import { everyVerdict, type Verdict } from "../../evaluation/verdict.ts";
import { Ledger } from "../../evidence/ledger.ts";
import { Snapshot } from "../../evidence/snapshot.ts";
import { isSound } from "../../procedures/finding.ts";
import { everyStep, type Procedure } from "../../procedures/model.ts";
import { parseProcedure, type Parsed } from "../../procedures/parse.ts";
import type { Policy } from "../../procedures/policy.ts";
import type { Format, Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { instant } from "../instant.ts";
import { jsonPath, readRecord } from "../read-record.ts";
import { readProcedureText } from "../read-procedure-text.ts";
import { STDIN } from "../read-text.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

export interface EvaluateRequest {
  readonly procedure: string;
  readonly snapshot: string;
  readonly ledger?: string | undefined;
  /** ISO 8601; default: the shell's clock. */
  readonly now?: string | undefined;
  readonly stdinFilename?: string | undefined;
}

/** `gatehouse evaluate`: what Gatehouse would say of a pull request that looks like the snapshot. */
export const evaluate = async (request: EvaluateRequest, format: Format, shell: Shell): Promise<Reply> => {
  oneStdin(request);
  const now = request.now === undefined ? shell.now() : instant(request.now, "--now");
  const { procedure: procedureFile, snapshot: snapshotFile, stdinFilename } = request;
  const { text, file } = await readProcedureText({ file: procedureFile, stdinFilename }, shell);
  const snapshot = await readRecord(snapshotFile, { name: "snapshot", schema: Snapshot }, shell);
  const ledger = request.ledger === undefined ? [] : await readRecord(request.ledger, LEDGER, shell);
  const parsed = parseProcedure(text, file);
  const policy = policyOf(parsed, file);
  const verdict = judge({ policy, snapshot, ledger, now });
  const ready = isReady(verdict);
  const answer = { ready, verdict, lacking: lackingKeys(policy, snapshot), procedureFile: file, snapshotFile };
  return { text: format.evaluated({ ...answer, lines: linesOf(parsed.procedure) }), exit: ready ? EXIT.yes : EXIT.no };
};

const LEDGER = { name: "ledger", schema: Ledger };

const oneStdin = ({ procedure, snapshot, ledger }: EvaluateRequest): void => {
  if ([procedure, snapshot, ledger].filter((file) => file === STDIN).length > 1)
    throw new WrongUse("Only one of the files can come by standard input (`-`); name the others.");
};

/** The one procedure, as if a config adopted it and nothing else; who holds a role is the snapshot's to say. */
const policyOf = ({ procedure, findings }: Parsed, file: string): Policy => ({
  roles: {},
  mode: "enforce",
  comments: { checklist: true, status: true, issues: true },
  procedures: procedure === undefined ? [] : [{ procedure, mode: "enforce", source: { reference: file } }],
  findings,
});

/** A step in error says no even where it would not hold back the merge: a test must not pass on what nobody could determine. */
const isReady = ({ gates, procedures, findings }: Verdict): boolean => {
  const steps = procedures.flatMap(({ phases }) => phases.flatMap((phase) => everyVerdict(phase.steps)));
  return (
    isSound(findings) &&
    gates.every(({ state }) => state === "open") &&
    procedures.every(({ problem }) => problem === undefined) &&
    steps.every(({ state }) => state !== "error")
  );
};

const lackingKeys = (policy: Policy, snapshot: Snapshot): readonly string[] => {
  const { facts, documents, baseDocuments, roles } = lacking(needsOf(policy, snapshot), snapshot);
  return [
    ...facts.filter((fact) => fact !== "documents" && fact !== "baseDocuments").map((fact) => jsonPath([fact])),
    ...below("documents", documents),
    ...below("baseDocuments", baseDocuments),
    ...below("roles", roles),
  ];
};

const below = (key: string, names: readonly string[]): readonly string[] => names.map((name) => jsonPath([key, name]));

const linesOf = (procedure: Procedure | undefined): ReadonlyMap<string, number> =>
  new Map(
    (procedure?.phases ?? [])
      .flatMap(({ steps }) => everyStep(steps))
      .flatMap(({ id, line }): [string, number][] => (line === undefined ? [] : [[id, line]])),
  );
