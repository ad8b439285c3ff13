import type { ColumnType, Generated, GeneratedAlways } from "kysely";

/** Every table as kysely sees it; the migrations create exactly this. */
export interface Tables {
  readonly deliveries: DeliveryTable;
  readonly delivery_subjects: DeliverySubjectTable;
  readonly subjects: SubjectTable;
  readonly ledger: LedgerTable;
  readonly ledger_heads: LedgerHeadTable;
  readonly published: PublishedTable;
  readonly organisations: OrganisationTable;
  readonly deploy_requests: DeployRequestTable;
  readonly catch_up_marks: CatchUpMarkTable;
  readonly missed_deliveries: MissedDeliveryTable;
  readonly swept_repositories: SweptRepositoryTable;
  readonly asked_anew: AskedAnewTable;
  readonly sessions: SessionTable;
  readonly shadow_merges: ShadowMergeTable;
  readonly enforcement: EnforcementTable;
  readonly standings: StandingTable;
  readonly waits: WaitTable;
  readonly "pgboss.job": BossJobTable;
}

/** JSON goes in as text (see `jsonText`) and comes out parsed, unchecked. */
type Json = ColumnType<unknown, string, string>;
type Timestamp = ColumnType<Date, Date, Date>;

interface DeliveryTable {
  readonly id: Generated<number>;
  readonly guid: string;
  readonly event: string;
  readonly action: string | null;
  readonly installation_id: number | null;
  readonly repository_id: number | null;
  readonly owner: string | null;
  readonly name: string | null;
  readonly sender: Json;
  readonly payload: Json;
  readonly received_at: Timestamp;
  readonly traceparent: string | null;
}

interface DeliverySubjectTable {
  readonly delivery_id: number;
  readonly subject_key: string;
  readonly processed_at: ColumnType<Date | null, never, Date>;
  readonly attempts: Generated<number>;
  readonly error: string | null;
}

interface SubjectTable {
  readonly key: string;
  readonly kind: string;
  readonly installation_id: number;
  readonly repository_id: number;
  readonly owner: string;
  readonly name: string;
  readonly number: number | null;
  readonly head_sha: string | null;
  readonly base_ref: string | null;
  readonly state: string;
  readonly memory: ColumnType<unknown, never, string>;
  readonly updated_at: ColumnType<Date, never, Date>;
}

interface LedgerTable {
  readonly id: Generated<number>;
  readonly subject_key: string;
  readonly key: string;
  readonly at: Timestamp;
  readonly delivery_guid: string | null;
  readonly entry: Json;
  /** What follows is set by the database alone. The chain is the part of the subject's key that names its repository. */
  readonly chain: GeneratedAlways<string>;
  readonly sequence: GeneratedAlways<number>;
  /** Null for entries from before this column was there. */
  readonly recorded_at: GeneratedAlways<Date | null>;
  readonly previous_hash: GeneratedAlways<string>;
  readonly hash: GeneratedAlways<string>;
}

/** The last entry of each chain, kept by the database. */
interface LedgerHeadTable {
  readonly chain: GeneratedAlways<string>;
  readonly sequence: GeneratedAlways<number>;
  readonly hash: GeneratedAlways<string>;
}

interface OrganisationTable {
  readonly installation_id: number;
  readonly has_config: boolean;
  readonly binding: boolean | null;
  readonly seen_at: ColumnType<Date, never, Date>;
}

interface PublishedTable {
  readonly subject_key: string;
  readonly kind: string;
  readonly name: string;
  readonly head_sha: string;
  readonly remote_id: string;
  readonly node_id: string | null;
  readonly digest: string;
  readonly body: string | null;
  readonly updated_at: ColumnType<Date, never, Date>;
}

interface DeployRequestTable {
  readonly subject_key: string;
  readonly run_id: number;
  readonly attempt: number;
  readonly environment: string;
  readonly asked_at: Timestamp;
  /** GUIDs of the deliveries that asked. */
  readonly causes: string[];
  readonly reports: Generated<number>;
  readonly digest: string | null;
  readonly refusals: Generated<number>;
  readonly answer: string | null;
  readonly answered_at: ColumnType<Date | null, Date | null, Date | null>;
}

interface CatchUpMarkTable {
  readonly name: string;
  readonly at: Timestamp;
}

/** Deliveries that GitHub could not hand over. */
interface MissedDeliveryTable {
  readonly guid: string;
  /** GitHub's number of the newest attempt. */
  readonly attempt_id: number;
  readonly happened_at: Timestamp;
  /** How often GitHub was asked to send it again. */
  readonly asked: Generated<number>;
  readonly asked_at: ColumnType<Date | null, never, Date>;
}

interface SessionTable {
  readonly id_hash: string;
  readonly user_id: number;
  readonly login: string;
  readonly sealed: string;
  readonly created_at: Timestamp;
  readonly seen_at: Timestamp;
  readonly renewing_until: Date | null;
}

/** A merge while a procedure was on trial. */
interface ShadowMergeTable {
  readonly subject_key: string;
  readonly repository_id: number;
  readonly merged_at: Timestamp;
  readonly held: Json;
}

interface EnforcementTable {
  readonly repository_id: number;
  readonly checked_at: Timestamp;
  readonly found: Json;
}

interface SweptRepositoryTable {
  readonly repository_id: number;
  readonly installation_id: number;
  readonly swept_at: Timestamp;
}

interface AskedAnewTable {
  readonly repository_id: number;
  readonly installation_id: number;
  readonly owner: string;
  readonly name: string;
  readonly asked_at: Timestamp;
  /** Not before then: it had to be put off. */
  readonly due_at: Timestamp;
}

/** How a subject stood at its last turn. Written as JSON in one go (`remembering.ts`). */
interface StandingTable {
  readonly key: string;
  readonly installation_id: number;
  readonly repository_id: number;
  readonly owner: string;
  readonly name: string;
  readonly kind: string;
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly author: string | null;
  readonly state: string;
  readonly draft: boolean;
  readonly head_sha: string;
  readonly base: string | null;
  readonly opened_at: Date | null;
  readonly verdict: unknown;
  /** Findings of what it would make of config and procedures. */
  readonly proposed: unknown;
  /** Since when each step is in its state, and since when it is awaited. */
  readonly times: unknown;
  /** Lower-cased logins of those for whom something waits. */
  readonly awaited: string[];
  readonly to_do: number;
  /** When the first open phase is due. */
  readonly due_at: Date | null;
  readonly followed: boolean;
  readonly undetermined_since: Date | null;
  readonly judged_at: Date;
  readonly changed_at: Date;
}

/** Somebody waited, and waits no more. Without a step: the pull request as a whole, for its merge gate. */
interface WaitTable {
  readonly subject_key: string;
  readonly installation_id: number;
  readonly repository_id: number;
  readonly number: number;
  readonly procedure: string | null;
  readonly step: string | null;
  readonly title: string | null;
  readonly waited_on: string[];
  readonly opened_at: Date;
  readonly done_at: Date;
  readonly outcome: string;
  readonly done_by: string | null;
}

/** The columns of pg-boss's own table that we read; it creates and migrates that table itself. */
interface BossJobTable {
  readonly id: string;
  readonly name: string;
  readonly state: string;
  readonly singleton_key: string | null;
  readonly start_after: Date;
  readonly started_on: Date | null;
}
