import { evaluate as judge } from "../../evaluation/evaluate.ts";
import { Ledger } from "../../evidence/ledger.ts";
import { Snapshot } from "../../evidence/snapshot.ts";
import { everyStep, type Procedure } from "../../procedures/model.ts";
import { parseProcedure } from "../../procedures/parse.ts";
import type { EvaluateAnswer, Format, Reply } from "../answers.ts";
import { EXIT } from "../exit-code.ts";
import { instant } from "../instant.ts";
import { readRecord } from "../read-record.ts";
import { readProcedureText } from "../read-procedure-text.ts";
import type { Shell } from "../shell.ts";
import { STDIN } from "../unusable-file.ts";
import { WrongUse } from "../wrong-use.ts";
import { assumeAbsent } from "./assume-absent.ts";
import { configuredPolicy } from "./configured-policy.ts";
import { isReady } from "./is-ready.ts";
import { lackingKeys, missedKeys } from "./lacking-keys.ts";
import { countedActs, type LocalLedger } from "./local-ledger.ts";
import { localPolicy } from "./local-policy.ts";
import { withLocalRemedies } from "./local-remedies.ts";
import { unreadConfig } from "./unread-config.ts";
import { withHolders } from "./with-holders.ts";

export interface EvaluateRequest {
  readonly procedure: string;
  readonly snapshot: string;
  /** A config to judge by, with its roles, windows and freezes. */
  readonly config?: string | undefined;
  readonly ledger?: string | undefined;
  /** ISO 8601; default: the shell's clock. */
  readonly now?: string | undefined;
  readonly stdinFilename?: string | undefined;
  /** What the snapshot does not say counts as not there, instead of as unknown. */
  readonly assumeAbsent?: boolean | undefined;
}

/** `gatehouse evaluate`: what Gatehouse would say of a pull request that looks like the snapshot. */
export const evaluate = async (request: EvaluateRequest, format: Format, shell: Shell): Promise<Reply> => {
  oneStdin(request);
  const now = request.now === undefined ? shell.now() : instant(request.now, "--now");
  const { procedure, snapshot: snapshotFile, stdinFilename, config: configFile } = request;
  swapped(request);
  const document = await readProcedureText({ file: procedure, stdinFilename }, shell);
  const { value: given } = await readRecord(snapshotFile, { name: "snapshot", schema: Snapshot }, shell);
  const parsed = parseProcedure(document.text, document.file);
  const policy =
    configFile === undefined
      ? localPolicy(parsed, document.builtin ?? document.file)
      : await configuredPolicy({ config: configFile, document }, shell);
  const known = configFile === undefined ? given : withHolders(policy, given);
  const { ledger, findings } = await readLedger(
    request.ledger,
    { procedure: policy.procedures[0]?.procedure, now },
    shell,
  );
  const evaluation = { policy, snapshot: known, ledger, now };
  const settled = request.assumeAbsent === true ? { ...evaluation, snapshot: assumeAbsent(evaluation) } : evaluation;
  const judged = judge(settled);
  const seen = { ...document, procedure: parsed.procedure, verdict: judged, roles: Object.keys(given.roles) };
  const unread = configFile === undefined ? await unreadConfig(seen, shell) : [];
  const verdict = withLocalRemedies({ ...judged, findings: [...judged.findings, ...unread, ...findings] });
  const ready = isReady(verdict);
  const answer: EvaluateAnswer = {
    ready,
    verdict,
    lacking: lackingKeys(settled),
    missed: missedKeys(settled, verdict),
    procedureFile: document.file,
    snapshotFile,
    configFile,
    lines: linesOf(parsed.procedure),
  };
  return { text: format.evaluated(answer), exit: ready ? EXIT.yes : EXIT.no };
};

/** Without a file nobody did anything. */
const readLedger = async (
  file: string | undefined,
  judging: Pick<LocalLedger, "procedure" | "now">,
  shell: Shell,
): Promise<ReturnType<typeof countedActs>> => {
  if (file === undefined) return { ledger: [], findings: [] };
  const record = await readRecord(file, { name: "ledger", schema: Ledger }, shell);
  return countedActs({ ...judging, record, file });
};

/** A snapshot is never Markdown, and a procedure never JSON. */
const swapped = ({ procedure, snapshot }: EvaluateRequest): void => {
  if (/\.(md|markdown)$/iu.test(snapshot))
    throw new WrongUse(
      `\`--snapshot ${snapshot}\` is Markdown; expected JSON or YAML. Is it swapped with \`--procedure\`?`,
    );
  if (/\.json$/iu.test(procedure))
    throw new WrongUse(
      `\`--procedure ${procedure}\` is JSON; expected YAML or Markdown. Is it swapped with \`--snapshot\`?`,
    );
};

const oneStdin = ({ procedure, snapshot, ledger, config }: EvaluateRequest): void => {
  if ([procedure, snapshot, ledger, config].filter((file) => file === STDIN).length > 1)
    throw new WrongUse("Only one of the files can come by standard input (`-`); name the others.");
};

const linesOf = (procedure: Procedure | undefined): ReadonlyMap<string, number> =>
  new Map(
    (procedure?.phases ?? [])
      .flatMap(({ steps }) => everyStep(steps))
      .flatMap(({ id, line }): [string, number][] => (line === undefined ? [] : [[id, line]])),
  );
