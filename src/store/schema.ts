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

interface SweptRepositoryTable {
  readonly repository_id: number;
  readonly installation_id: number;
  readonly swept_at: Timestamp;
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
