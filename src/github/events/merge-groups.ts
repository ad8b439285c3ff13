import { readerOf } from "./event.ts";
import { MergeGroupPayload } from "./payloads.ts";

/**
 * A merge queue asks about a group, or has no use for it any more. The event names no pull request.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#merge_group
 */
export const mergeGroup = readerOf("merge_group", MergeGroupPayload, ({ action, merge_group: group }) => {
  if (action !== "checks_requested" && action !== "destroyed") return undefined;
  return {
    group: {
      headSha: group.head_sha,
      headRef: group.head_ref,
      baseSha: group.base_sha,
      baseRef: group.base_ref.replace(/^refs\/heads\//u, ""),
      destroyed: action === "destroyed",
    },
    touches: "any",
  };
});
