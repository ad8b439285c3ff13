import { createHash } from "node:crypto";
import { sql } from "kysely";
import type { Kysely } from "kysely";
import { z } from "zod";
import { checkChain, type ChainFinding, type Head, type Link } from "./ledger-chain.ts";
import type { Tables } from "./schema.ts";

/** A chain that was checked. */
export interface CheckedChain {
  /** Names the repository, such as `repo:123`. */
  readonly chain: string;
  readonly entries: number;
  /** The last entry, to be kept elsewhere; undefined for a chain without entries. */
  readonly last: Head | undefined;
  readonly findings: readonly ChainFinding[];
  /** Which of the hashes that were asked for stand in this chain. */
  readonly held: readonly string[];
}

/** What `checkChains` looks at. */
export interface Scope {
  /** One chain; without it all of them. */
  readonly chain?: string | undefined;
  /** Hashes that were kept elsewhere and must still be there. */
  readonly expected?: readonly string[] | undefined;
}

/** Recomputes the hashes of every entry. All of it is read from one moment, so that entries may be appended meanwhile. */
export async function checkChains(
  db: Kysely<Tables>,
  { chain, expected = [] }: Scope,
): Promise<readonly CheckedChain[]> {
  return await atOneMoment(db, async (trx) => {
    const chains = chain === undefined ? await chainsOf(trx) : [chain];
    const checked: CheckedChain[] = [];
    for (const one of chains) checked.push(await check(trx, one, expected));
    return checked;
  });
}

/** An entry of a repository with all that its hash covers. */
export interface AuditRow {
  readonly sequence: number;
  readonly subjectKey: string;
  readonly at: string;
  readonly recordedAt: string | undefined;
  readonly delivery: string | undefined;
  readonly entry: unknown;
  readonly previousHash: string;
  readonly hash: string;
  /** The text of which `hash` is the SHA-256. */
  readonly hashed: string;
}

/** The entries of a chain in their order, or those of some subjects only. */
export async function readChain(
  db: Kysely<Tables>,
  chain: string,
  subjects?: readonly string[],
): Promise<readonly AuditRow[]> {
  return await atOneMoment(db, async (trx) => {
    const rows: AuditRow[] = [];
    for await (const page of pages(trx, chain, subjects)) rows.push(...page.map(toAuditRow));
    return rows;
  });
}

/** What is wrong with the table as such, a sentence each: entries outside of every chain, triggers that are gone or switched off. */
export async function checkTable(db: Kysely<Tables>): Promise<readonly string[]> {
  const { rows: loose } = await sql<{ id: number }>`
    select id from ledger where chain is null or sequence is null order by id
  `.execute(db);
  const { rows } = await sql<{ name: string }>`
    select tgname::text as name from pg_trigger
    where tgrelid in (to_regclass('ledger'), to_regclass('ledger_heads')) and tgenabled in ('O', 'A')
  `.execute(db);
  const there = new Set(rows.map(({ name }) => name));
  const gone = GUARDS.filter((guard) => !there.has(guard));
  return [
    ...loose.map(({ id }) => `The entry with the id ${id} belongs to no chain.`),
    ...gone.map(
      (guard) => `The trigger ${guard} is missing or switched off, so the database does not protect the ledger.`,
    ),
  ];
}

const GUARDS = ["ledger_append", "ledger_append_only", "ledger_heads_stay"] as const;

/** Reads from one moment, whatever is written meanwhile. A transaction that is open already is used as it is. */
export async function atOneMoment<T>(db: Kysely<Tables>, read: (trx: Kysely<Tables>) => Promise<T>): Promise<T> {
  if (db.isTransaction) return await read(db);
  return await db.transaction().setIsolationLevel("repeatable read").setAccessMode("read only").execute(read);
}

async function chainsOf(trx: Kysely<Tables>): Promise<readonly string[]> {
  const rows = await trx
    .selectFrom("ledger")
    .select("chain")
    .union(trx.selectFrom("ledger_heads").select("chain"))
    .orderBy("chain")
    .execute();
  return rows.map(({ chain }) => chain);
}

async function check(trx: Kysely<Tables>, chain: string, expected: readonly string[]): Promise<CheckedChain> {
  const links: Link[] = [];
  for await (const page of pages(trx, chain)) links.push(...page.map(toLink));
  const head = await trx
    .selectFrom("ledger_heads")
    .select(["sequence", "hash"])
    .where("chain", "=", chain)
    .executeTakeFirst();
  const hashes = new Set(links.map(({ hash }) => hash));
  const last = links.at(-1);
  return {
    chain,
    entries: links.length,
    last: last && { sequence: last.sequence, hash: last.hash },
    findings: checkChain(links, head),
    held: expected.filter((hash) => hashes.has(hash)),
  };
}

const PAGE = 1000;

/** Chains grow without limit, so they are read in pieces; the id tells apart what claims to stand in the same place. */
async function* pages(
  trx: Kysely<Tables>,
  chain: string,
  subjects?: readonly string[],
): AsyncGenerator<readonly Row[]> {
  const wanted = subjects === undefined ? sql`true` : sql`subject_key = any(${sql.val(subjects)}::text[])`;
  let rest = sql`true`;
  for (;;) {
    const { rows } = await sql`
      select id, sequence, previous_hash, hash, ${RECORD} as record from ledger
      where chain = ${chain} and ${wanted} and ${rest}
      order by sequence, id limit ${PAGE}
    `.execute(trx);
    const page = z.array(Row).parse(rows);
    yield page;
    const last = page.at(-1);
    if (last === undefined || page.length < PAGE) return;
    rest = sql`(sequence, id) > (${last.sequence}, ${last.id})`;
  }
}

/** What the hash covers. It is written out again, because a function in the database could have been replaced. */
const RECORD = sql`jsonb_build_object(
  'id', id,
  'chain', chain,
  'sequence', sequence,
  'subject', subject_key,
  'key', key,
  'at', to_char(at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'recorded', to_char(recorded_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"'),
  'delivery', delivery_guid,
  'entry', entry,
  'previous', previous_hash
)::text`;

const Row = z.object({
  id: z.int(),
  sequence: z.int(),
  previous_hash: z.string(),
  hash: z.string(),
  record: z.string(),
});
type Row = z.output<typeof Row>;

function toLink({ sequence, previous_hash: previousHash, hash, record }: Row): Link {
  return { sequence, previousHash, hash, intact: sha256(record) === hash };
}

const sha256 = (text: string): string => createHash("sha256").update(text, "utf8").digest("hex");

const Recorded = z.object({
  subject: z.string(),
  at: z.string(),
  recorded: z.string().nullable(),
  delivery: z.string().nullable(),
  entry: z.unknown(),
});

function toAuditRow({ sequence, previous_hash: previousHash, hash, record }: Row): AuditRow {
  const { subject, at, recorded, delivery, entry } = Recorded.parse(JSON.parse(record));
  return {
    sequence,
    subjectKey: subject,
    at,
    recordedAt: recorded ?? undefined,
    delivery: delivery ?? undefined,
    entry,
    previousHash,
    hash,
    hashed: record,
  };
}
