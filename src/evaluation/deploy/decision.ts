import type { Freeze } from "../../evidence/schedule.ts";
import type { MemberOutcome } from "./outcome.ts";

/** What a deployment is, seen from what runs in the environment. */
export type Course =
  /** Commits are added to what runs there. */
  | "forward"
  /** An older commit is deployed again: the way back. */
  | "back"
  /** What runs there is deployed again. */
  | "same"
  /** Nothing ran there before, as far as GitHub knows. */
  | "first";

/** A commit of a release that no pull request brought. */
export interface DirectCommit {
  readonly sha: string;
  /** First line of its message. */
  readonly headline: string;
  readonly author: string | null;
}

/** A phase of an earlier deployment that has to be done before the next one. */
export interface Blocking {
  readonly number: number;
  readonly title: string;
  readonly url: string;
  readonly procedure: string;
  readonly phase: string;
  /** ISO 8601. */
  readonly dueAt?: string | undefined;
}

/** What the config says of the environment; `listed` false where it says nothing. */
export interface EnvironmentRule {
  readonly listed: boolean;
  readonly directCommits: "hold" | "allow";
  /** Environments that the config lists and that the default branch's procedures name, for telling a renamed one. */
  readonly known: readonly string[];
  /** Whether a procedure of the default branch has a deploy phase for every environment. */
  readonly everywhere: boolean;
}

/** The last deployment that went well. */
export interface PreviousDeployment {
  readonly sha: string;
  /** When it succeeded. */
  readonly at: string;
  /** When it began. */
  readonly begunAt: string;
  readonly url?: string | undefined;
}

/** Everything a decision rests on. */
export interface Release {
  readonly environment: string;
  readonly sha: string;
  readonly course: Course;
  /** Why what it brings could not be determined; holds it. */
  readonly problem?: string | undefined;
  /** The default branch holds the commit. Undefined: not known. */
  readonly onDefault?: boolean | undefined;
  readonly previous?: PreviousDeployment | undefined;
  /** Of `same` nothing is new: the pull request that brought the commit is here for its override's sake, if at all. */
  readonly members: readonly MemberOutcome[];
  /** Number of the pull request that brought the commit itself: its override opens what holds the release as a whole. */
  readonly lead?: number | undefined;
  /** Numbers of the pull requests that bring commits by another branch than the default one: its config can't say that it only watches. */
  readonly aside?: readonly number[] | undefined;
  readonly directCommits: readonly DirectCommit[];
  /** ISO 8601: when it is asked again who brought them; absent where what GitHub says of it is to be believed. */
  readonly askedAgainAt?: string | undefined;
  readonly blocking: readonly Blocking[];
  readonly rule: EnvironmentRule;
  readonly freezes: readonly Freeze[];
  /** Errors in the default branch's config, one sentence each: nothing passes then. */
  readonly broken: readonly string[];
  /** Neither the repository nor its organisation has a config that holds for the default branch. */
  readonly unconfigured?: boolean | undefined;
  /** Of `back`: what runs there was deployed after the run that asks began, which therefore did not mean to go back. */
  readonly overtaken?: boolean | undefined;
  readonly mode: "enforce" | "shadow";
  /** The time zone that the default branch's config speaks in. */
  readonly timeZone?: string | undefined;
}

/** How commits that no pull request brought can be deployed all the same. */
export type WayOut =
  /** An override on the pull request of this number. */
  | { readonly by: "override"; readonly number: number; readonly environment: string }
  /** The default branch does not hold the commit: a pull request has to bring it. */
  | { readonly by: "pull-request" }
  /** It is on the default branch, and no pull request is there to be commented on. */
  | { readonly by: "config" };

/** One thing that holds a release back. */
export type Holder =
  | { readonly by: "member"; readonly member: MemberOutcome }
  | { readonly by: "freeze"; readonly name: string; readonly until: Date }
  | { readonly by: "previous"; readonly blocking: Blocking }
  | { readonly by: "direct"; readonly commits: readonly DirectCommit[]; readonly way: WayOut }
  /** GitHub tells some seconds after a merge only which pull request brought a commit. */
  | { readonly by: "settling"; readonly commits: readonly DirectCommit[]; readonly until: Date }
  | { readonly by: "environment"; readonly nearest: string | undefined }
  | { readonly by: "broken"; readonly reasons: readonly string[] }
  | { readonly by: "unconfigured" }
  | { readonly by: "overtaken"; readonly sha: string | undefined }
  | { readonly by: "unreadable"; readonly reason: string };

/** Whether the deployment may start. */
export interface Decision {
  readonly state: "approved" | "awaiting" | "rejected";
  /** What holds it, or would hold it had nobody lifted it; in the order in which people should read it. */
  readonly holders: readonly Holder[];
  /** Approved although something holds it: by whom, or because the config only watches. */
  readonly despite?:
    | { readonly by: "override"; readonly who: readonly string[]; readonly reason: string }
    | { readonly by: "shadow" }
    | undefined;
  /** The moment from which on the clock alone holds nothing any more, where that is known: "opens Monday 09:00". */
  readonly opensAt?: Date | undefined;
  /** The earliest moment at which time alone changes something. */
  readonly wakeAt?: Date | undefined;
  readonly decidedAt: Date;
}
