import type { Ahead } from "./ahead.ts";
import type { Ledger } from "../evidence/ledger.ts";
import type { Policy } from "../procedures/policy.ts";
import { evaluate } from "../evaluation/evaluate.ts";
import type { Verdict } from "../evaluation/verdict.ts";
import type { Occasions } from "./adoption/enforcement.ts";
import type { ShadowMerges } from "./adoption/shadow-merges.ts";
import type { DeliveredChange, PendingDelivery, StoredSubject } from "./known.ts";
import type { KeptReadings } from "./kept-readings.ts";
import type { LedgerRow, LedgerStore } from "./ledger.ts";
import type { MemberName } from "./members.ts";
import type { Memory } from "./memory.ts";
import type { PolicySource } from "./policy-users.ts";
import type { IssueWriter, Members, PullNames, Reader, Reading, SecondLook, SubjectRef } from "./ports.ts";
import type { Inbox } from "./inbox.ts";
import type { PublishedItem, Publishing } from "./publish.ts";
import type { StandingNews, StandingsKept } from "./standings/ports.ts";

/** Deliveries that wait, by subject. */
export interface PendingDeliveries {
  readonly pending: (key: string) => Promise<readonly PendingDelivery[]>;
  readonly done: (guids: readonly string[], key: string) => Promise<void>;
  readonly failed: (guids: readonly string[], key: string, error: unknown) => Promise<void>;
}

/** What is kept of subjects between evaluations. */
export interface Subjects {
  readonly get: (key: string) => Promise<StoredSubject | undefined>;
  /** Pull requests with this head, without one of them. */
  readonly bySha: (repositoryId: number, sha: string, except?: string) => Promise<readonly StoredSubject[]>;
  readonly openIn: (repositoryId: number) => Promise<readonly StoredSubject[]>;
  /** Open ones, and merged ones for which something is still to be done. */
  readonly followedIn: (repositoryId: number) => Promise<readonly StoredSubject[]>;
  readonly usingPolicyOf: (source: PolicySource) => Promise<readonly StoredSubject[]>;
  /** Open releases that have this pull request or issue as a member. */
  readonly releasesWith: (repositoryId: number, member: MemberName) => Promise<readonly StoredSubject[]>;
  /** Open releases of a repository, to one environment or to any. */
  readonly releasesTo: (repositoryId: number, environment: string | undefined) => Promise<readonly StoredSubject[]>;
  /** Groups of a merge queue that are still there and bring in this pull request. */
  readonly groupsWith: (repositoryId: number, number: number) => Promise<readonly StoredSubject[]>;
  /** Pull requests of an installation that remember closing an issue, whether they are followed or not. */
  readonly closing: (installationId: number, issueKey: string) => Promise<readonly StoredSubject[]>;
  /** Those of these subjects that are known. */
  readonly among: (keys: readonly string[]) => Promise<readonly StoredSubject[]>;
  /** Followed issues that collect pull requests. */
  readonly launchesIn: (repositoryId: number) => Promise<readonly StoredSubject[]>;
  readonly upsert: (subject: Omit<StoredSubject, "memory"> & { readonly kind: string }) => Promise<void>;
  /** With news for pages, both or nothing is kept. */
  readonly remember: (key: string, memory: unknown, news?: StandingNews) => Promise<void>;
}

/** What is known of a subject when its turn begins. */
export interface Opening {
  readonly stored: StoredSubject | undefined;
  /** What was written on GitHub for it. */
  readonly published: readonly PublishedItem[];
  readonly recorded: readonly LedgerRow[];
}

/** Moments at which time alone changes a verdict. */
export interface Timers {
  readonly wakeAt: (key: string, at: Date | undefined) => Promise<void>;
}

/** The log of decisions: a constant message with the data beside it. */
export interface DecisionLog {
  readonly info: (data: object, message: string) => void;
  readonly warn: (data: object, message: string) => void;
}

export interface Assessing extends Publishing {
  readonly deliveries: PendingDeliveries;
  /** All of it at once, because each turn waits for it. */
  readonly opening: (key: string) => Promise<Opening>;
  readonly inbox: Inbox;
  readonly subjects: Subjects;
  readonly ledger: LedgerStore;
  readonly reader: Reader;
  readonly secondLook: SecondLook;
  readonly issues: IssueWriter;
  readonly members: Members;
  readonly pullNames: PullNames;
  readonly keptReadings: KeptReadings;
  readonly standings: StandingsKept;
  readonly shadow: ShadowMerges;
  /** Absent: nobody looks at what guards repositories. */
  readonly occasions?: Occasions | undefined;
  readonly timers: Timers;
  /** Judges in place of the evaluation itself, for whoever wants to know how that goes. */
  readonly evaluate?: typeof evaluate;
  readonly log: DecisionLog;
  readonly now: () => Date;
  /** The App's own login, such as `gatehouse[bot]`. */
  readonly self: string;
}

/** One turn of one subject. */
export interface Turn {
  /** Names it among all turns. */
  readonly id: string;
  readonly parts: Assessing;
  readonly subject: SubjectRef;
  readonly changes: readonly DeliveredChange[];
  readonly memory: Memory | undefined;
  readonly published: readonly PublishedItem[];
  /** Aborts when this process may no longer act for the subject: another one may have taken over. */
  readonly signal: AbortSignal;
  /** How often these deliveries failed before. */
  readonly attempts: number;
}

/** A turn in a repository that has a policy. */
export interface Policed extends Turn {
  readonly policy: Policy;
  readonly reading: Reading;
  /** Asked for before it is needed; absent: to be asked for. */
  readonly ahead?: Ahead | undefined;
}

/** Judges one subject at one moment. */
export const judge = ({ policy, reading, parts }: Policed, ledger: Ledger): Verdict =>
  (parts.evaluate ?? evaluate)({ policy, snapshot: reading.snapshot, ledger, now: parts.now() });
