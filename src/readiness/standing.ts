import type { Verdict } from "../evaluation/verdict.ts";
import type { Finding } from "../procedures/finding.ts";

/** How a subject stood at its last turn: what pages show without asking GitHub. */
export interface Standing {
  readonly key: string;
  readonly installationId: number;
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly kind: "pull_request" | "issue";
  readonly number: number;
  readonly title: string;
  /** The subject on GitHub. */
  readonly url: string;
  /** Login of who opened it; null when the account was deleted. */
  readonly author: string | null;
  readonly state: "open" | "merged" | "closed";
  readonly draft: boolean;
  readonly headSha: string;
  readonly base?: string | undefined;
  readonly openedAt?: Date | undefined;
  readonly verdict: Verdict;
  /** What is wrong with config and procedures as an open pull request would leave them at its head; an error shuts its gate. */
  readonly proposed: readonly Finding[];
  /** By `procedure/step` (`stepKey`), and by `GATE` and `BROKEN`: since when each is in its state, as far as it was seen. */
  readonly since: Readonly<Record<string, Date>>;
  /** Obligations that are left of what is asked for now, and one more where it breaks config or procedures. */
  readonly toDo: number;
  /** Something is still to be done about it: it is open, or merged and something comes after the merge. */
  readonly followed: boolean;
  /** Of one that can't be determined at present: since when. The verdict is then an old one that must not be shown as current. */
  readonly undeterminedSince?: Date | undefined;
  /** An event about it waits to be acted on, so that the verdict may be about to change. */
  readonly outdated: boolean;
  /** When it was looked at last. */
  readonly judgedAt: Date;
  /** When anything of this changed last. */
  readonly changedAt: Date;
}

/** What pages ask. Whoever asks has made sure that the viewer may read these repositories. */
export interface StandingsRead {
  readonly get: (key: string) => Promise<Standing | undefined>;
  /** GitHub numbers pull requests and issues of a repository together. */
  readonly ofNumber: (repositoryId: number, number: number) => Promise<Standing | undefined>;
  /** Those of a repository that are followed, the nearest to ready first; at most 500. */
  readonly inRepository: (repositoryId: number) => Promise<readonly Standing[]>;
  /** Those in which something waits for this person, with all that each of them waits for; at most 500. */
  readonly awaiting: (repositoryIds: readonly number[], login: string) => Promise<readonly Standing[]>;
  /** Those with an open phase that should be complete by now, the longest first; at most 500. */
  readonly overdue: (repositoryIds: readonly number[], now: Date) => Promise<readonly Standing[]>;
  /** Open pull requests that broken config or procedures of their base branch hold, by repository and branch; not in shadow mode. */
  readonly heldByConfig: (repositoryIds: readonly number[]) => Promise<readonly HeldByConfig[]>;
}

/** What the config of a base branch holds, whatever steps say. */
export interface HeldByConfig {
  readonly repositoryId: number;
  readonly base: string | undefined;
  /** How many pull requests. */
  readonly held: number;
  /** What is wrong, as it was seen last. */
  readonly findings: readonly Finding[];
}
