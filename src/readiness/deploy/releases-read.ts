import type { StoredSubject } from "../known.ts";
import type { MemberName } from "../members.ts";

/** What pages ask about releases. Whoever asks has made sure that the viewer may read the repository. */
export interface ReleasesRead {
  /** Those that bring a pull request or issue or brought it, closed ones as well, the newest first; at most 20 of the newest 300. */
  readonly bringing: (repositoryId: number, member: MemberName) => Promise<readonly StoredSubject[]>;
}
