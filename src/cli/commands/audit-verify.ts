import { checkChains, checkTable, type CheckedChain } from "../../store/audit.ts";
import { knownRepositories } from "../../store/audited.ts";
import { counted } from "../../requirements/wording.ts";
import type { Reply } from "../answers.ts";
import { chooseRepository } from "../audit/choose-repository.ts";
import { withLedger } from "../audit/open-ledger.ts";
import { EXIT } from "../exit-code.ts";
import { render, styled, type Line } from "../formats/lines.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";
import type { AuditVerifyRequest } from "./audit-verify-request.ts";

/** `gatehouse audit verify`: whether anything in the ledger was edited, deleted or reordered. */
export const auditVerify = async (request: AuditVerifyRequest, shell: Shell): Promise<Reply> => {
  const expected = request.expect.map(hashOf);
  const verified = await withLedger(shell, async ({ db }) => {
    const known = await knownRepositories(db);
    const chain = request.repo === undefined ? undefined : chooseRepository(known, request.repo).chain;
    const names = new Map(known.map((repository) => [repository.chain, repository.name]));
    return answerOf({
      chains: await checkChains(db, { chain, expected }),
      table: await checkTable(db),
      names,
      expected,
    });
  });
  const text = request.format === "json" ? `${JSON.stringify(verified, null, 2)}\n` : render(lines(verified), shell);
  return { text, exit: verified.intact ? EXIT.yes : EXIT.no };
};

interface Verified {
  readonly intact: boolean;
  readonly chains: readonly (Omit<CheckedChain, "held"> & { readonly repository: string | null })[];
  /** What is wrong with the table as such. */
  readonly table: readonly string[];
  /** Expected hashes that stand nowhere. */
  readonly missing: readonly string[];
}

interface Found {
  readonly chains: readonly CheckedChain[];
  readonly table: readonly string[];
  readonly names: ReadonlyMap<string, string>;
  readonly expected: readonly string[];
}

const answerOf = ({ chains, table, names, expected }: Found): Verified => {
  const held = new Set(chains.flatMap((chain) => chain.held));
  const missing = expected.filter((hash) => !held.has(hash));
  const sound = chains.every(({ findings }) => findings.length === 0);
  return {
    intact: sound && table.length === 0 && missing.length === 0,
    chains: chains.map(({ chain, entries, last, findings }) => ({
      chain,
      repository: names.get(chain) ?? null,
      entries,
      last,
      findings,
    })),
    table,
    missing,
  };
};

const HASH = /^[\da-f]{64}$/u;

const hashOf = (text: string): string => {
  const hash = text.trim().toLowerCase();
  if (HASH.test(hash)) return hash;
  throw new WrongUse(
    `\`--expect ${text}\` is no hash; expected 64 hexadecimal digits, as an earlier \`verify\` printed.`,
  );
};

const lines = (verified: Verified): readonly Line[] => {
  const { intact, chains, table, missing } = verified;
  const entries = chains.reduce((sum, chain) => sum + chain.entries, 0);
  const size = `${counted(entries, "entry", "entries")} in ${counted(chains.length, "chain")}`;
  const wrong = chains.reduce((sum, { findings }) => sum + findings.length, table.length + missing.length);
  return [
    [styled(intact ? "green" : "red", intact ? `Intact: ${size}.` : `Broken: ${counted(wrong, "finding")}, ${size}.`)],
    ...table.map((sentence): Line => [styled("red", "  table"), `: ${sentence}`]),
    ...missing.map((hash): Line => [styled("red", "  expected"), `: No entry has the hash ${hash}.`]),
    ...chains.flatMap(chainLines),
  ];
};

const chainLines = ({ chain, repository, entries, last, findings }: Verified["chains"][number]): readonly Line[] => [
  [],
  [styled("bold", repository ?? chain), styled("dim", ` ${chain}`), `  ${counted(entries, "entry", "entries")}`],
  ...(last === undefined ? [] : [[`  last: ${last.sequence} ${last.hash}`]]),
  ...findings.map(({ code, message }): Line => [styled("red", `  ${code}`), `: ${message}`]),
];
