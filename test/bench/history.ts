import pg from "pg";

/** How much history there is to be. */
export interface History {
  readonly repositories: number;
  readonly pulls: number;
}

/** Far above the ids that the fake GitHub gives. */
const FIRST_REPOSITORY = 5_000_000_000;
const FIRST_INSTALLATION = 6_000_000_000;
const REPOSITORIES_OF_ONE = 100;

/** One pull request in so many is still open, and has a timer. */
const OPEN_IN = 50;

/**
 * Fills the tables straight with years of history, as the pipeline leaves it: what a pull request remembers is copied from one that
 * was really judged. The ledger's trigger is off meanwhile, since the chains themselves are of no interest here.
 */
export const fillHistory = async (databaseUrl: string, history: History): Promise<number> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    for (const statement of statements(history)) await client.query(statement);
    for (const table of TABLES) await client.query(`vacuum analyze ${table}`);
    await client.query("checkpoint");
    const { rows } = await client.query<{ mb: number }>(
      "select (pg_database_size(current_database()) / 1024 / 1024)::int as mb",
    );
    return rows[0]?.mb ?? 0;
  } finally {
    await client.end();
  }
};

const TABLES = [
  "subjects",
  "published",
  "ledger",
  "ledger_heads",
  "deliveries",
  "delivery_subjects",
  "organisations",
  "pgboss.job",
];

/** What there is of each kind for so many pull requests. */
export const rowsOf = ({ pulls }: History) => ({
  ledger: pulls * 2,
  published: pulls * 3,
  deliveries: Math.round(pulls / 2),
});

const statements = (history: History): readonly string[] => [
  `create temporary table sample as select memory from subjects
    where kind = 'pull_request' and memory is not null order by updated_at desc limit 1`,
  `create temporary table said as select payload from deliveries where event = 'pull_request' order by id desc limit 1`,
  `create temporary table acts as select entry from ledger order by id desc limit 1`,
  repositories(history),
  `insert into organisations (installation_id, has_config, binding)
    select ${FIRST_INSTALLATION} + i, false, false
    from generate_series(0, ${Math.floor(history.repositories / REPOSITORIES_OF_ONE)}) as i`,
  pulls(history),
  published(history),
  ...ledger(history),
  ...deliveries(history),
  timers(history),
];

const repositories = ({ repositories: count }: History): string => `
  insert into subjects (key, kind, installation_id, repository_id, owner, name, state, memory)
  select 'repo:' || r, 'repository', ${FIRST_INSTALLATION} + i / ${REPOSITORIES_OF_ONE}, r,
    'owner-' || i / ${REPOSITORIES_OF_ONE}, 'repository-' || i, 'closed',
    jsonb_build_object('issueProcedures', false, 'alwaysChecked', '[]'::jsonb, 'policyPaths', jsonb_build_array(
      '.github/gatehouse.yml', 'owner-' || i / ${REPOSITORIES_OF_ONE} || '/.github:.github/gatehouse.yml', '.github/procedures/release.md'))
  from generate_series(0, ${count - 1}) as i, lateral (select ${FIRST_REPOSITORY} + i as r) as named`;

/** Every pull request by its place in the row: repository `n / each`, number `n % each + 1`. */
const each = ({ repositories: count, pulls: all }: History): string => {
  const perRepository = Math.max(1, Math.floor(all / count));
  return `generate_series(0, ${all - 1}) as n,
    lateral (select n / ${perRepository} as i, n % ${perRepository} + 1 as number) as placed,
    lateral (select ${FIRST_REPOSITORY} + i as r, 'repo:' || ${FIRST_REPOSITORY} + i || '/pull:' || number as key) as named`;
};

const pulls = (history: History): string => `
  insert into subjects (key, kind, installation_id, repository_id, owner, name, number, head_sha, base_ref, state, memory, updated_at)
  select key, 'pull_request', ${FIRST_INSTALLATION} + i / ${REPOSITORIES_OF_ONE}, r, 'owner-' || i / ${REPOSITORIES_OF_ONE},
    'repository-' || i, number, encode(sha256(key::bytea), 'hex'), 'main', case when n % ${OPEN_IN} = 0 then 'open' else 'closed' end,
    sample.memory || jsonb_build_object('closes', jsonb_build_array(jsonb_build_object('key', 'repo:' || r || '/issue:' || number,
      'repositoryId', r, 'owner', 'owner', 'name', 'name', 'number', number))),
    now() - n * interval '100 seconds'
  from sample, ${each(history)}`;

const published = (history: History): string => `
  insert into published (subject_key, kind, name, head_sha, remote_id, node_id, digest)
  select key, kind, case kind when 'check' then 'gatehouse' else kind end,
    case kind when 'check' then encode(sha256(key::bytea), 'hex') else '' end, n::text, 'node_' || n, md5(key || kind)
  from ${each(history)}, unnest(array['check', 'checklist', 'status']) as kind`;

const ledger = (history: History): readonly string[] => [
  "alter table ledger disable trigger ledger_append",
  `insert into ledger (subject_key, key, at, delivery_guid, entry, chain, sequence, recorded_at, previous_hash, hash)
    select key, 'act ' || act, now() - n * interval '100 seconds', md5(key || act), acts.entry, 'repo:' || r, 2 * number + act, now(),
      md5('before' || key || act), md5(key || act)
    from acts, ${each(history)}, generate_series(0, 1) as act`,
  `insert into ledger_heads (chain, sequence, hash) select chain, max(sequence), '' from ledger
    group by chain on conflict do nothing`,
  "alter table ledger enable trigger ledger_append",
];

/** Of the days for which deliveries are kept: half a delivery for each pull request there ever was. */
const deliveries = (history: History): readonly string[] => [
  `create temporary table told as select n, key, r, md5('delivery' || key) as guid from ${each(history)} where n % 2 = 0`,
  `insert into deliveries (guid, event, action, repository_id, owner, name, payload, received_at)
    select guid, 'pull_request', 'edited', r, 'owner', 'name', said.payload, now() - n % 600000 * interval '1 second' from told, said`,
  `insert into delivery_subjects (delivery_id, subject_key, processed_at)
    select id, key, now() from deliveries join told using (guid)`,
];

const timers = (history: History): string => `
  insert into pgboss.job (name, data, singleton_key, group_id, start_after, policy, retry_limit, heartbeat_seconds, keep_until)
  select 'wake', jsonb_build_object('key', key, 'attempts', 0), key, key, now() + (n % 1000 + 24) * interval '1 hour', 'short', 1000000, 10,
    now() + interval '1 year'
  from ${each(history)} where n % ${OPEN_IN} = 0`;
