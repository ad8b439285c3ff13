import { readerOf } from "./event.ts";
import { RepositoryPayload } from "./payloads.ts";

/**
 * Another default branch, or another name of it: issues are judged at another tip and by another policy, and other repositories read
 * their policy from it. A repository that was given to us by another account or can be written to again is looked through like one we
 * were let into: what was tried meanwhile failed for good. Its other changes alter nothing that is looked at.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#repository
 */
export const repository = readerOf("repository", RepositoryPayload, ({ action, changes, repository: of }) => {
  if (action === "transferred" || action === "unarchived") return { everyPullOn: "*", touches: "any" };
  const branch = of?.default_branch;
  if (action !== "edited" || changes?.default_branch === undefined || branch === undefined) return undefined;
  return { everyPullOn: branch, isDefault: true, touches: "policy" };
});
