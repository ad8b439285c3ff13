import type { z } from "zod";
import type { Change, Touches } from "../../readiness/change.ts";
import { isUs, readerOfMany, type Rest } from "./event.ts";
import { isLabelling, touchesOf } from "./labels.ts";
import { IssuesPayload } from "./payloads.ts";

type Payload = z.output<typeof IssuesPayload>;

/**
 * An issue may have procedures of its own, may be what a pull request closes, and may be one of those counted while they are open.
 * What we open ourselves are follow-ups, on which no procedure runs until somebody does something with them.
 */
export const issues = readerOfMany("issues", IssuesPayload, (payload, self) => [
  ...(isUs(payload.sender, self) ? [] : ownChange(payload)),
  ...othersChange(payload),
]);

/** What is not named here, such as an assignee or a pin, is nowhere looked at. */
const OWN: Readonly<Record<string, Touches>> = {
  opened: "any",
  edited: "any",
  closed: "any",
  reopened: "any",
  deleted: "any",
  transferred: "any",
  milestoned: "milestone",
  demilestoned: "milestone",
};

const ownChange = (payload: Payload): readonly Rest[] => {
  const { action = "", label } = payload;
  const own = Object.hasOwn(OWN, action) ? OWN[action] : undefined;
  const touches = isLabelling(action) ? touchesOf(label) : own;
  return touches === undefined ? [] : [{ issues: issueOf(payload), touches }];
};

const issueOf = ({ action, issue }: Payload): Change["issues"] => {
  const isGone = action === "deleted" || action === "transferred";
  const state = isGone ? "closed" : issue.state;
  return [
    {
      number: issue.number,
      ...(issue.updated_at === undefined ? {} : { updatedAt: issue.updated_at }),
      ...(state === undefined ? {} : { state }),
    },
  ];
};

const FOR_OTHERS: ReadonlySet<string> = new Set([
  "closed",
  "reopened",
  "labeled",
  "unlabeled",
  "edited",
  "deleted",
  "transferred",
  "milestoned",
  "demilestoned",
]);

/** A new issue is linked to nothing yet, and is counted by its labels and milestone only. */
const othersChange = ({ action = "", issue }: Payload): readonly Rest[] => {
  const isCounted = action === "opened" && ((issue.labels ?? []).length > 0 || issue.milestone != null);
  return FOR_OTHERS.has(action) || isCounted ? [{ everyPullOn: "*", touches: "linkedIssues" }] : [];
};
