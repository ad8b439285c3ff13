import type { MergeGroup, Repository } from "../world/model.ts";
import type { Json } from "./account.ts";
import { simpleCommit } from "./commit.ts";

/** A group as its webhooks tell of it: they name no pull request. */
export const mergeGroup = (about: { repo: Repository; branch: string; group: MergeGroup }): Json => ({
  head_sha: about.group.headSha,
  head_ref: about.group.ref,
  base_sha: about.group.baseSha,
  base_ref: `refs/heads/${about.branch}`,
  head_commit: simpleCommit(about.repo.git.commitAt(about.group.headSha)),
});
