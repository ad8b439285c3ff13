import { reviewCommentInHook, reviewInHook, simplePull, threadInHook } from "../present/pull.ts";
import type { Account, Pull, Review, ReviewComment, ReviewState, ReviewThread } from "../world/model.ts";
import { checkLength, invalid } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import { rewrite, written } from "./edits.ts";

const STATES: Readonly<Record<string, ReviewState>> = {
  APPROVE: "APPROVED",
  REQUEST_CHANGES: "CHANGES_REQUESTED",
  COMMENT: "COMMENTED",
};

export function submitReview(
  world: World,
  pull: Pull,
  about: { by: Account; event: string; body?: string | undefined; sha?: string | undefined },
): Review {
  const state = STATES[about.event] ?? "PENDING";
  checkLength(about.body ?? "");
  if (about.by === pull.author && state === "APPROVED")
    throw invalid("Unprocessable Entity", ["Can not approve your own pull request"]);
  if (about.by === pull.author && state === "CHANGES_REQUESTED")
    throw invalid("Unprocessable Entity", ["Can not request changes on your own pull request"]);
  const review = world.add("review", (ids): Review => ({
    kind: "PullRequestReview",
    ...ids,
    ...written(about.by, world.now()),
    pull,
    commitSha: about.sha ?? pull.headSha,
    submittedAt: world.now(),
    body: about.body ?? "",
    state,
  }));
  pull.reviews.push(review);
  pull.reviewers = pull.reviewers.filter((one) => one !== about.by);
  pull.updatedAt = world.now();
  if (state !== "PENDING") tell(world, review, { action: "submitted", by: about.by });
  return review;
}

export function editReview(world: World, review: Review, change: { by: Account; body: string }): void {
  if (change.body === review.body) return;
  const changes = { body: { from: review.body } };
  rewrite(world, review, change);
  tell(world, review, { action: "edited", by: change.by, extra: { changes } });
}

export function dismissReview(world: World, review: Review, by: Account): void {
  if (review.state !== "APPROVED" && review.state !== "CHANGES_REQUESTED")
    throw invalid("Unprocessable Entity", ["Can not dismiss a commented pull request review"]);
  review.state = "DISMISSED";
  review.updatedAt = world.now();
  tell(world, review, { action: "dismissed", by });
}

/** A comment on a line, which starts a thread; it comes with a review, as on GitHub. */
export function startThread(
  world: World,
  pull: Pull,
  about: { by: Account; path: string; line?: number | undefined; body: string },
): ReviewThread {
  const review = submitReview(world, pull, { by: about.by, event: "COMMENT" });
  const thread = world.add("thread", (ids): ReviewThread => ({
    kind: "PullRequestReviewThread",
    ...ids,
    pull,
    path: about.path,
    line: about.line ?? 1,
    comments: [],
    resolvedBy: null,
  }));
  const comment = world.add("reviewComment", (ids): ReviewComment => ({
    kind: "PullRequestReviewComment",
    ...ids,
    ...written(about.by, world.now()),
    thread,
    review,
    commitSha: pull.headSha,
    body: about.body,
  }));
  thread.comments.push(comment);
  pull.threads.push(thread);
  tellComment(world, comment, { action: "created", by: about.by });
  return thread;
}

/** Deletes the comments of a thread, which goes with the last of them. */
export function deleteThread(world: World, thread: ReviewThread, by: Account): void {
  thread.pull.threads.splice(thread.pull.threads.indexOf(thread), 1);
  for (const comment of thread.comments) tellComment(world, comment, { action: "deleted", by });
}

export function resolveThread(world: World, thread: ReviewThread, change: { by: Account; resolved: boolean }): void {
  if ((thread.resolvedBy !== null) === change.resolved) return;
  thread.resolvedBy = change.resolved ? change.by : null;
  world.tell({
    event: "pull_request_review_thread",
    action: change.resolved ? "resolved" : "unresolved",
    sender: change.by,
    repo: thread.pull.repo,
    body: { thread: threadInHook(world, thread), pull_request: simplePull(world, thread.pull) },
  });
}

function tell(world: World, review: Review, telling: { action: string; by: Account; extra?: object }): void {
  world.tell({
    event: "pull_request_review",
    action: telling.action,
    sender: telling.by,
    repo: review.pull.repo,
    body: { review: reviewInHook(world, review), pull_request: simplePull(world, review.pull), ...telling.extra },
  });
}

function tellComment(world: World, comment: ReviewComment, { action, by }: { action: string; by: Account }): void {
  const { pull } = comment.thread;
  world.tell({
    event: "pull_request_review_comment",
    action,
    sender: by,
    repo: pull.repo,
    body: { comment: reviewCommentInHook(world, comment), pull_request: simplePull(world, pull) },
  });
}
