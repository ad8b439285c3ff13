import type { z } from "zod";
import type { Change, Touches } from "../../readiness/change.ts";
import { readerOf } from "./event.ts";
import { isLabelling, touchesOf } from "./labels.ts";
import { PullPayload, PullRequestPayload } from "./payloads.ts";

type Pull = z.output<typeof PullPayload>["pull_request"];

const pullOf = ({ pull_request: pull }: { readonly pull_request: Pull }): Change["pulls"] => [
  {
    number: pull.number,
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    ...(pull.updated_at === undefined ? {} : { updatedAt: pull.updated_at }),
    ...stateOf(pull),
  },
];

/** GitHub calls a merged one closed. */
const stateOf = ({ state, merged, merged_at: mergedAt }: Pull): Pick<Change["pulls"][number], "state"> => {
  if (merged === true || mergedAt != null) return { state: "merged" };
  return state === undefined ? {} : { state };
};

const PULL_REQUEST: Readonly<Record<string, Touches>> = {
  opened: "any",
  reopened: "any",
  synchronize: "any",
  edited: "any",
  ready_for_review: "any",
  converted_to_draft: "any",
  closed: "any",
  milestoned: "milestone",
  demilestoned: "milestone",
};

export const pullRequest = readerOf("pull_request", PullRequestPayload, (payload) => {
  const { action = "", label } = payload;
  if (isLabelling(action)) return { pulls: pullOf(payload), touches: touchesOf(label) };
  const touches = Object.hasOwn(PULL_REQUEST, action) ? PULL_REQUEST[action] : undefined;
  return touches === undefined ? undefined : { pulls: pullOf(payload), touches, ...textsOf(payload) };
});

/** What was edited stands under `changes`; a new base, say, changes more than the texts. */
const textsOf = ({ action, changes, pull_request: pull }: Edited): Pick<Change, "texts"> => {
  const edited = Object.keys(changes ?? {});
  const isText = edited.length > 0 && edited.every((name) => name === "title" || name === "body");
  if (action !== "edited" || !isText || pull.title === undefined || pull.body === undefined) return {};
  return { texts: { title: pull.title, body: pull.body ?? "" } };
};

type Edited = z.output<typeof PullRequestPayload>;

export const review = readerOf("pull_request_review", PullPayload, (payload) =>
  ["submitted", "dismissed"].includes(payload.action ?? "")
    ? { pulls: pullOf(payload), touches: "reviews" }
    : undefined,
);

export const reviewComment = readerOf("pull_request_review_comment", PullPayload, (payload) =>
  ["created", "deleted"].includes(payload.action ?? "") ? { pulls: pullOf(payload), touches: "threads" } : undefined,
);

export const thread = readerOf("pull_request_review_thread", PullPayload, (payload) => ({
  pulls: pullOf(payload),
  touches: "threads",
}));
