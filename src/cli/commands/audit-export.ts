import { writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { atOneMoment, checkChains, readChain } from "../../store/audit.ts";
import { knownRepositories, subjectsOf } from "../../store/audited.ts";
import { counted } from "../../requirements/wording.ts";
import { issueKey, pullKey } from "../../readiness/change.ts";
import type { Reply } from "../answers.ts";
import { AuditTrail } from "../audit/audit-trail.ts";
import { chooseRepository } from "../audit/choose-repository.ts";
import { githubLinks } from "../audit/github-links.ts";
import { withLedger, type OpenLedger } from "../audit/open-ledger.ts";
import { trailCsv } from "../audit/trail-csv.ts";
import { trailMarkdown } from "../audit/trail-markdown.ts";
import { trailOf } from "../audit/trail-of.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { unwritable } from "../unusable-file.ts";
import { WrongUse } from "../wrong-use.ts";
import type { AuditExportRequest, ExportFormat } from "./audit-export-request.ts";

/** How a trail is printed, by the name `--format` takes. */
const FORMATS = {
  json: (trail) => `${JSON.stringify(AuditTrail.parse(trail), null, 2)}\n`,
  csv: trailCsv,
  md: trailMarkdown,
} as const satisfies Record<ExportFormat, (trail: AuditTrail) => string>;

/** `gatehouse audit export`: the trail of a repository. A broken chain is exported, too, and ends with 1. */
export const auditExport = async (request: AuditExportRequest, shell: Shell): Promise<Reply> => {
  const trail = await withLedger(shell, async ({ db, environment }) =>
    atOneMoment(db, async (trx) => gather({ db: trx, environment }, request, shell.now())),
  );
  const { intact } = trail.chain;
  if (!intact) shell.complain(BROKEN);
  const text = FORMATS[request.format](trail);
  const exit = intact ? EXIT.yes : EXIT.no;
  if (request.out === undefined) return { text, exit };
  await write(request.out, text, shell);
  return { text: `${request.out}: ${counted(trail.entries.length, "entry", "entries")}.\n`, exit };
};

const BROKEN = "gatehouse: The chain is broken; the export says where, and so does `gatehouse audit verify`.\n";

const gather = async (
  { db, environment }: OpenLedger,
  { repo, pull, issue }: AuditExportRequest,
  exportedAt: Date,
): Promise<AuditTrail> => {
  const repository = chooseRepository(await knownRepositories(db), repo);
  const only = subjectKey(repository.id, { pull, issue });
  const [checked] = await checkChains(db, { chain: repository.chain });
  if (checked === undefined) throw new Error(`the chain ${repository.chain} was not checked`);
  return trailOf({
    repository,
    subjects: await subjectsOf(db, repository.id),
    rows: await readChain(db, repository.chain, only === undefined ? undefined : [only]),
    checked,
    links: githubLinks(environment.githubApiUrl, repository.name),
    only,
    exportedAt,
  });
};

const subjectKey = (
  repositoryId: number,
  { pull, issue }: Pick<AuditExportRequest, "pull" | "issue">,
): string | undefined => {
  if (pull !== undefined && issue !== undefined) throw new WrongUse("Give `--pull` or `--issue`, not both.");
  if (pull !== undefined) return pullKey(repositoryId, pull);
  return issue === undefined ? undefined : issueKey(repositoryId, issue);
};

const write = async (file: string, text: string, { cwd }: Pick<Shell, "cwd">): Promise<void> => {
  try {
    await writeFile(resolve(cwd, file), text);
  } catch (error) {
    throw unwritable(file, error);
  }
};
