import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import type { SubjectKey } from "./keys.ts";
import { askingFor, type PeopleChange } from "./people.ts";
import type { StoredSubject as KnownSubject } from "../readiness/known.ts";
import type { MemberName } from "../readiness/members.ts";
import { closing, launchesIn } from "./links.ts";
import type { StandingNews } from "../readiness/standings/ports.ts";
import { groupsWith } from "./groups.ts";
import { keepMemory } from "./out-of-sight.ts";
import { remembering } from "./remembering.ts";
import { releasesAt, releasesTo, releasesWith } from "./releases.ts";
import type { Tables } from "./schema.ts";
import { atCommit, lookingAt, type AtCommit, type BranchTip, type Selection } from "./tips.ts";

/** A subject as its row has it. */
export interface StoredSubject extends KnownSubject {
  readonly kind: string;
}

/** What is known of a subject without asking GitHub. */
export type SubjectRecord = Omit<StoredSubject, "memory">;

/** A subject with word of what is still to be done about it. */
export interface WaitingSubject extends StoredSubject {
  /** A delivery is not done with yet, so what is remembered may be about to change. */
  readonly waits: boolean;
}

/** Files of one repository that may be policy in others. */
export interface PolicySource {
  readonly installationId: number;
  readonly repositoryId: number;
  /** `owner/name`. */
  readonly repository: string;
  /** Absent: any file. */
  readonly paths?: readonly string[] | undefined;
}

export interface Subjects {
  /** Adds or updates; the memory stays. */
  upsert(subject: SubjectRecord): Promise<void>;
  get(key: SubjectKey): Promise<StoredSubject | undefined>;
  /** Pull requests whose head is this commit; there may be several. One of them may be left out, whose memory would be read in vain. */
  bySha(repositoryId: number, sha: string, except?: SubjectKey): Promise<readonly StoredSubject[]>;
  /** Keys of those that are followed, and open issues that were judged at this commit or wait to be judged anew. */
  atCommit(repositoryId: number, sha: string): Promise<AtCommit>;
  /** What is followed and looks at a branch's tip, by what it remembers or because it waits to be judged anew. */
  lookingAt(tip: BranchTip): Promise<readonly WaitingSubject[]>;
  openIn(repositoryId: number): Promise<readonly StoredSubject[]>;
  /** Open ones, and merged ones for which something is still to be done; groups of a merge queue follow their pull requests. */
  followedIn(repositoryId: number): Promise<readonly StoredSubject[]>;
  /** Followed subjects of an installation, and repositories as such, that remember a file of this other one among their policy. */
  usingPolicyOf(source: PolicySource): Promise<readonly StoredSubject[]>;
  /** Followed subjects of an installation that were last judged by these people, or may have been. */
  askingFor(change: PeopleChange): Promise<readonly StoredSubject[]>;
  /** Groups of a merge queue that are still there and bring in this pull request. */
  groupsWith(repositoryId: number, number: number): Promise<readonly StoredSubject[]>;
  /** Open releases that have this pull request or issue as a member. */
  releasesWith(repositoryId: number, member: MemberName): Promise<readonly StoredSubject[]>;
  /** Open releases of a repository, to one environment or to any. */
  releasesTo(repositoryId: number, environment: string | undefined): Promise<readonly StoredSubject[]>;
  /** Releases of a commit, closed ones as well. */
  releasesAt(repositoryId: number, sha: string): Promise<readonly StoredSubject[]>;
  /** Pull requests of an installation that remember closing an issue, whether they are followed or not. */
  closing(installationId: number, issueKey: SubjectKey): Promise<readonly StoredSubject[]>;
  /** Those of these subjects that are known. */
  among(keys: readonly SubjectKey[]): Promise<readonly StoredSubject[]>;
  /** Followed issues that collect pull requests. */
  launchesIn(repositoryId: number): Promise<readonly StoredSubject[]>;
  /** Whether a status comment was written there, as on an issue that no procedure runs on. */
  hasStatus(key: SubjectKey): Promise<boolean>;
  /** Replaces what the pipeline knows of a subject it has upserted before; with news for pages, both or nothing. */
  remember(key: SubjectKey, memory: unknown, news?: StandingNews): Promise<void>;
}

export function createSubjects(db: Kysely<Tables>): Subjects {
  const select = () => db.selectFrom("subjects").selectAll();
  return {
    upsert: (subject) => upsert(db, subject),
    async get(key) {
      const row = await select().where("key", "=", key).executeTakeFirst();
      return row && toSubject(row);
    },
    async bySha(repositoryId, sha, except = "") {
      const query = select().where("repository_id", "=", repositoryId).where("head_sha", "=", sha);
      return all(query.where("kind", "=", "pull_request").where("key", "!=", except));
    },
    atCommit: (repositoryId, sha) => atCommit(db, repositoryId, sha),
    async lookingAt(tip) {
      return (await lookingAt(select(), tip).orderBy("key").execute()).map(withWaits);
    },
    openIn: async (repositoryId) => all(inRepository(select(), repositoryId).where("state", "=", "open")),
    usingPolicyOf: async (source) => all(usingPolicyOf(select(), source)),
    askingFor: async (change) => all(askingFor(select(), change)),
    followedIn: async (repositoryId) =>
      all(inRepository(select(), repositoryId).where("state", "!=", "closed").where("kind", "!=", "merge_group")),
    groupsWith: async (repositoryId, number) => all(groupsWith(select(), repositoryId, number)),
    releasesWith: async (repositoryId, member) => all(releasesWith(select(), repositoryId, member)),
    releasesTo: async (repositoryId, environment) => all(releasesTo(select(), repositoryId, environment)),
    releasesAt: async (repositoryId, sha) => all(releasesAt(select(), repositoryId, sha)),
    closing: async (installationId, issueKey) => all(closing(select(), installationId, issueKey)),
    among: async (keys) => (keys.length === 0 ? [] : all(select().where("key", "in", keys))),
    launchesIn: async (repositoryId) => all(launchesIn(select(), repositoryId)),
    hasStatus: (key) => hasStatus(db, key),
    remember: (key, memory, news) => remember(db, { key, memory, news }),
  };
}

const inRepository = (select: Selection, repositoryId: number): Selection =>
  select.where("repository_id", "=", repositoryId);

const all = async (query: Selection): Promise<readonly StoredSubject[]> =>
  (await query.orderBy("key").execute()).map(toSubject);

async function hasStatus(db: Kysely<Tables>, key: SubjectKey): Promise<boolean> {
  const rows = db.selectFrom("published").select("kind").where("subject_key", "=", key).where("kind", "=", "status");
  return (await rows.where("remote_id", "!=", "").executeTakeFirst()) !== undefined;
}

/** `policyPaths` of the pipeline's memory, whatever else it may hold. */
const PLACES = sql`case jsonb_typeof(memory -> 'policyPaths') when 'array' then memory -> 'policyPaths' else '[]' end`;

function usingPolicyOf(select: Selection, { installationId, repositoryId, repository, paths }: PolicySource) {
  const prefix = `${repository.toLowerCase()}:`;
  const files = paths?.map((path) => `${prefix}${path}`);
  const isMeant =
    files === undefined
      ? sql<boolean>`starts_with(place, ${prefix})`
      : sql<boolean>`place = any(${sql.val(files)}::text[])`;
  return select
    .where("installation_id", "=", installationId)
    .where(sql<boolean>`(state <> 'closed' or kind = 'repository')`)
    .where("repository_id", "!=", repositoryId)
    .where(sql<boolean>`exists (select from jsonb_array_elements_text(${PLACES}) as place where ${isMeant})`);
}

interface Remembered {
  readonly key: SubjectKey;
  readonly memory: unknown;
  readonly news: StandingNews | undefined;
}

async function remember(db: Kysely<Tables>, { key, memory, news }: Remembered): Promise<void> {
  const isThere = news === undefined ? await keepMemory(db, key, memory) : await remembering(db, { key, memory, news });
  if (!isThere) throw new Error(`${key} can't be remembered before it is upserted`);
}

async function upsert(db: Kysely<Tables>, subject: SubjectRecord): Promise<void> {
  const { key, ...rest } = toRow(subject);
  await db
    .insertInto("subjects")
    .values({ key, ...rest })
    .onConflict((conflict) => conflict.column("key").doUpdateSet({ ...rest, updated_at: sql`now()` }))
    .execute();
}

function toRow(subject: SubjectRecord) {
  return {
    key: subject.key,
    kind: subject.kind,
    installation_id: subject.installationId,
    repository_id: subject.repositoryId,
    owner: subject.owner,
    name: subject.name,
    number: subject.number ?? null,
    head_sha: subject.headSha ?? null,
    base_ref: subject.baseRef ?? null,
    state: subject.state,
  };
}

const withWaits = (row: Selectable<Tables["subjects"]> & { readonly waits: boolean }): WaitingSubject => ({
  ...toSubject(row),
  waits: row.waits,
});

export function toSubject(row: Omit<Selectable<Tables["subjects"]>, "updated_at">): StoredSubject {
  return {
    key: row.key,
    kind: row.kind,
    installationId: row.installation_id,
    repositoryId: row.repository_id,
    owner: row.owner,
    name: row.name,
    number: row.number ?? undefined,
    headSha: row.head_sha ?? undefined,
    baseRef: row.base_ref ?? undefined,
    state: row.state === "open" || row.state === "merged" ? row.state : "closed",
    memory: row.memory ?? undefined,
  };
}
