import { entryOf } from "../acts/merge-queue.ts";
import type { FileChange } from "../git/changes.ts";
import { iso, isoOrNull } from "../world/clock.ts";
import { closes, commitsOf, filesOf, mergeState, opinions } from "../world/derived.ts";
import { nodeId } from "../world/ids.ts";
import type { Comment, Edit, Issue, Pull, Review, ReviewComment, ReviewThread } from "../world/model.ts";
import { association, issuePage } from "../present/issue.ts";
import { fullName, pullsOf } from "../world/world.ts";
import { commitOf, refOf } from "./git.ts";
import { issueTimeline } from "./timeline.ts";
import { entryFor } from "./merge-queue.ts";
import {
  type Args,
  type Context,
  type TypeFields,
  addresses,
  connect,
  fields,
  list,
  narrow,
  present,
  visible,
} from "./resolving.ts";

const CHANGE_TYPE = { added: "ADDED", removed: "DELETED", modified: "MODIFIED", renamed: "RENAMED" } as const;

type Written = Issue | Pull | Comment | Review | ReviewComment;

/** What everything people write has in common. */
const written = {
  id: (one: Written) => one.nodeId,
  fullDatabaseId: (one: Written) => String(one.id),
  databaseId: (one: Written) => narrow(one.id),
  author: (one: Written) => present(one.author),
  editor: (one: Written) => present(one.editor),
  body: (one: Written) => one.body ?? "",
  bodyText: (one: Written) => one.body ?? "",
  createdAt: (one: Written) => iso(one.createdAt),
  updatedAt: (one: Written) => iso(one.updatedAt),
  lastEditedAt: (one: Written) => isoOrNull(one.lastEditedAt),
  includesCreatedEdit: (one: Written) => one.edits.length > 0,
  userContentEdits: (one: Written, args: Args, context: Context) =>
    connect(one.edits.toReversed(), args, { context, name: "userContentEdits" }),
};

const conversation = {
  ...written,
  number: (one: Issue | Pull) => one.number,
  title: (one: Issue | Pull) => one.title,
  closed: ({ state }: Issue | Pull) => state === "closed",
  closedAt: ({ closedAt }: Issue | Pull) => isoOrNull(closedAt),
  locked: () => false,
  repository: ({ repo }: Issue | Pull) => repo,
  milestone: ({ milestone }: Issue | Pull) => milestone,
  authorAssociation: ({ repo, author }: Issue | Pull) => association(repo, author),
  url: (one: Issue | Pull, _args: Args, { world }: Context) => issuePage(world, one),
  resourcePath: (one: Issue | Pull, _args: Args, { world }: Context) => issuePage(world, one).slice(world.url.length),
  labels: ({ labels }: Issue | Pull, args: Args, context: Context) =>
    connect(labels, args, { context, name: "labels" }),
  assignees: ({ assignees }: Issue | Pull, args: Args, context: Context) =>
    connect(assignees, args, { context, name: "assignees" }),
  comments: ({ comments }: Issue | Pull, args: Args, context: Context) =>
    connect(comments, args, { context, name: "comments" }),
};

export const conversationTypes: TypeFields = {
  PullRequest: fields<Pull>({
    ...conversation,
    state: ({ state, mergedAt }) => (mergedAt === null ? state.toUpperCase() : "MERGED"),
    isDraft: ({ draft }) => draft,
    merged: ({ mergedAt }) => mergedAt !== null,
    mergedAt: ({ mergedAt }) => isoOrNull(mergedAt),
    mergedBy: ({ mergedBy }) => present(mergedBy),
    mergeCommit: ({ repo, mergeSha }) => (mergeSha === null ? null : commitOf(repo, mergeSha)),
    baseRefName: ({ baseRef }) => baseRef,
    baseRefOid: ({ baseSha }) => baseSha,
    baseRef: ({ repo, baseRef }) => refOf(repo, `refs/heads/${baseRef}`),
    baseRepository: ({ repo }) => repo,
    headRefName: ({ headRef }) => headRef,
    headRefOid: ({ headSha }) => headSha,
    headRef: ({ headRepo, headRef }) => (headRepo === null ? null : refOf(headRepo, `refs/heads/${headRef}`)),
    headRepository: ({ headRepo }, _args, context) =>
      headRepo !== null && visible(context, headRepo) ? headRepo : null,
    headRepositoryOwner: ({ headRepo }) => headRepo?.owner ?? null,
    isCrossRepository: ({ headRepo, repo }) => headRepo !== repo,
    mergeable: (pull) => mergeable(pull),
    mergeStateStatus: (pull) => mergeState(pull).toUpperCase(),
    isInMergeQueue: (pull) => entryOf(pull) !== undefined,
    mergeQueueEntry: (pull, _args, context) => entryFor(pull, context),
    reviewDecision: () => null,
    changedFiles: (pull) => filesOf(pull).length,
    additions: (pull) => filesOf(pull).reduce((sum, { additions }) => sum + additions, 0),
    deletions: (pull) => filesOf(pull).reduce((sum, { deletions }) => sum + deletions, 0),
    files: (pull, args, context) => connect(filesOf(pull).slice(0, 3000), args, { context, name: "files" }),
    commits: (pull, args, context) => {
      const all = commitsOf(pull);
      const last = all.findIndex(({ sha }) => sha === pull.listedUntil);
      const commits = (last === -1 ? all : all.slice(0, last + 1)).map(({ sha }) => ({
        id: nodeId("PURC", `${pull.id}:${sha}`),
        pullRequest: pull,
        sha,
      }));
      return connect(commits, args, { context, name: "commits" });
    },
    reviews: ({ reviews }, args, context) => {
      const states = list(args, "states");
      const chosen = reviews.filter(({ state }) => states === undefined || states.includes(state));
      return connect(chosen, args, { context, name: "reviews" });
    },
    latestReviews: ({ reviews }, args, context) =>
      connect([...new Map(reviews.map((one) => [one.author, one])).values()], args, { context, name: "latestReviews" }),
    latestOpinionatedReviews: (pull, args, context) =>
      connect(opinions(pull, { writersOnly: args["writersOnly"] === true }), args, {
        context,
        name: "latestOpinionatedReviews",
      }),
    reviewRequests: ({ reviewers, reviewTeams, nodeId: id }, args, context) => {
      const requests = [...reviewers, ...reviewTeams].map((requestedReviewer) => ({
        id: nodeId("RR", `${id}:${requestedReviewer.id}`),
        asCodeOwner: false,
        requestedReviewer,
      }));
      return connect(requests, args, { context, name: "reviewRequests" });
    },
    reviewThreads: ({ threads }, args, context) => connect(threads, args, { context, name: "reviewThreads" }),
    closingIssuesReferences: (pull, args, context) => {
      const issues = closes(pull, (name) => context.world.repo(name)).filter(({ repo }) => visible(context, repo));
      return connect(issues, args, { context, name: "closingIssuesReferences" });
    },
    timelineItems: ({ retargets }, args, context) => {
      if (list(args, "itemTypes")?.includes("BASE_REF_CHANGED_EVENT") !== true)
        throw new Error("the fake GitHub knows no other timeline items than changes of the base");
      return connect(retargets, args, { context, name: "timelineItems" });
    },
    statusCheckRollup: ({ repo, headSha }) => ({ kind: "StatusCheckRollup", repo, sha: headSha }),
  }),
  PullRequestCommit: fields<{ sha: string; pullRequest: Pull }>({
    commit: ({ sha, pullRequest }) => commitOf(pullRequest.repo, sha),
  }),
  PullRequestChangedFile: fields<FileChange>({
    path: ({ path }) => path,
    changeType: ({ status }) => CHANGE_TYPE[status],
    additions: ({ additions }) => additions,
    deletions: ({ deletions }) => deletions,
    viewerViewedState: () => "UNVIEWED",
  }),
  Issue: fields<Issue>({
    ...conversation,
    state: ({ state }) => state.toUpperCase(),
    stateReason: ({ stateReason }) => stateReason?.toUpperCase() ?? null,
    timelineItems: (issue, args, context) =>
      connect(issueTimeline(issue, { wanted: list(args, "itemTypes"), context }), args, {
        context,
        name: "timelineItems",
      }),
    closedByPullRequestsReferences: (issue, args, context) => {
      const closing = [...context.world.repos.values()]
        .filter((repo) => visible(context, repo))
        .flatMap((repo) => pullsOf(repo))
        .filter(({ state }) => args["includeClosedPrs"] === true || state === "open")
        .filter((pull) => closes(pull, (name) => context.world.repo(name)).includes(issue));
      return connect(closing, args, { context, name: "closedByPullRequestsReferences" });
    },
  }),
  IssueComment: fields<Comment>({
    ...written,
    isMinimized: ({ minimized }) => minimized !== null,
    minimizedReason: ({ minimized }) => minimized,
    issue: ({ issue }) => (issue.kind === "Issue" ? issue : { ...issue, kind: "Issue" }),
    pullRequest: ({ issue }) => (issue.kind === "PullRequest" ? issue : null),
    repository: ({ issue }) => issue.repo,
    authorAssociation: ({ issue, author }) => association(issue.repo, author),
    url: (one, _args, { world }) => `${issuePage(world, one.issue)}#issuecomment-${one.id}`,
    resourcePath: (one, _args, { world }) =>
      `${issuePage(world, one.issue).slice(world.url.length)}#issuecomment-${one.id}`,
    reactions: ({ reactions }, args, context) =>
      connect(
        reactions.map((one) => ({
          content: REACTION[one.content] ?? "EYES",
          createdAt: iso(one.createdAt),
          user: one.user,
          id: one.nodeId,
        })),
        args,
        { context, name: "reactions" },
      ),
  }),
  PullRequestReview: fields<Review>({
    ...written,
    state: ({ state }) => state,
    submittedAt: ({ submittedAt }) => iso(submittedAt),
    commit: ({ pull, commitSha }) => commitOf(pull.repo, commitSha),
    pullRequest: ({ pull }) => pull,
    repository: ({ pull }) => pull.repo,
    authorAssociation: ({ pull, author }) => association(pull.repo, author),
    url: (one, _args, { world }) => `${issuePage(world, one.pull)}#pullrequestreview-${one.id}`,
    onBehalfOf: ({ pull, author }, args, context) => {
      const org = context.world.orgs.get(pull.repo.owner.login.toLowerCase());
      const teams = pull.reviewTeams.filter((team) => team.org === org && team.members.has(author));
      return connect(teams, args, { context, name: "onBehalfOf" });
    },
  }),
  PullRequestReviewThread: fields<ReviewThread>({
    id: (thread) => thread.nodeId,
    path: ({ path }) => path,
    line: ({ line }) => line,
    isResolved: ({ resolvedBy }) => resolvedBy !== null,
    resolvedBy: ({ resolvedBy }) => present(resolvedBy),
    isOutdated: ({ comments, pull }) => comments.every(({ commitSha }) => commitSha !== pull.headSha),
    isCollapsed: ({ resolvedBy }) => resolvedBy !== null,
    pullRequest: ({ pull }) => pull,
    repository: ({ pull }) => pull.repo,
    comments: ({ comments }, args, context) => connect(comments, args, { context, name: "comments" }),
  }),
  PullRequestReviewComment: fields<ReviewComment>({
    ...written,
    path: ({ thread }) => thread.path,
    commit: ({ thread, commitSha }) => commitOf(thread.pull.repo, commitSha),
    pullRequest: ({ thread }) => thread.pull,
    url: (one, _args, { world }) =>
      addresses(world, `${fullName(one.thread.pull.repo)}/pull/${one.thread.pull.number}#discussion_r${one.id}`).url,
  }),
  UserContentEdit: fields<Edit>({
    id: (edit) => edit.nodeId,
    editor: ({ editor }) => present(editor),
    editedAt: ({ editedAt }) => iso(editedAt),
    createdAt: ({ editedAt }) => iso(editedAt),
    updatedAt: ({ editedAt }) => iso(editedAt),
    deletedAt: () => null,
    diff: ({ diff }) => diff,
  }),
};

const REACTION: Readonly<Record<string, string>> = {
  "+1": "THUMBS_UP",
  "-1": "THUMBS_DOWN",
  laugh: "LAUGH",
  confused: "CONFUSED",
  heart: "HEART",
  hooray: "HOORAY",
  rocket: "ROCKET",
  eyes: "EYES",
};

function mergeable(pull: Pull): string {
  if (pull.state !== "open") return "UNKNOWN";
  return mergeState(pull) === "dirty" ? "CONFLICTING" : "MERGEABLE";
}
