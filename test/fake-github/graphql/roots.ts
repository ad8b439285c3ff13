import { resolveThread } from "../acts/reviews.ts";
import { editComment } from "../acts/comments.ts";
import { updateRun } from "../acts/checks.ts";
import { actor } from "../http/access.ts";
import { iso } from "../world/clock.ts";
import type { CheckRun, Comment, Node, Repository, ReviewThread } from "../world/model.ts";
import { commitOf } from "./git.ts";
import { find } from "./repository.ts";
import {
  type Args,
  type Context,
  type TypeFields,
  demandWrite,
  failure,
  fields,
  list,
  missing,
  record,
  text,
  visible,
} from "./resolving.ts";

export const rootTypes: TypeFields = {
  Query: fields<unknown>({
    repository: (_root, args, context) => find(context, `${text(args, "owner") ?? ""}/${text(args, "name") ?? ""}`),
    organization: (_root, args, { world }) => {
      const login = text(args, "login") ?? "";
      const org = world.orgs.get(login.toLowerCase());
      if (org === undefined) throw missing(`an Organization with the login of '${login}'`);
      return org.account;
    },
    user: (_root, args, { world }) => {
      const login = text(args, "login") ?? "";
      const user = world.account(login);
      if (user?.kind !== "User" || user.deleted) throw missing(`a User with the login of '${login}'`);
      return user;
    },
    viewer: (_root, _args, { viewer }) => actor(viewer).by,
    node: (_root, args, context) => nodeAt(context, text(args, "id") ?? ""),
    nodes: (_root, args, context) => (list(args, "ids") ?? []).map((id) => nodeOrError(context, String(id))),
    rateLimit: (_root, _args, { limit }) => ({
      cost: 1,
      limit: limit.limit,
      remaining: limit.remaining,
      used: limit.used,
      resetAt: iso(new Date(limit.reset * 1000)),
      nodeCount: 0,
    }),
  }),
  Mutation: fields<unknown>({
    minimizeComment: (_root, args, context) => {
      const input = record(args, "input");
      const comment = commentAt(context, text(input, "subjectId") ?? "");
      comment.minimized = (text(input, "classifier") ?? "OUTDATED").toLowerCase().replaceAll("_", "-");
      return { clientMutationId: text(input, "clientMutationId") ?? null, minimizedComment: comment };
    },
    unminimizeComment: (_root, args, context) => {
      const input = record(args, "input");
      const comment = commentAt(context, text(input, "subjectId") ?? "");
      comment.minimized = null;
      return { clientMutationId: text(input, "clientMutationId") ?? null, unminimizedComment: comment };
    },
    updateIssueComment: (_root, args, context) => {
      const input = record(args, "input");
      const comment = commentAt(context, text(input, "id") ?? "");
      editComment(context.world, comment, { by: actor(context.viewer).by, body: text(input, "body") ?? "" });
      return { clientMutationId: text(input, "clientMutationId") ?? null, issueComment: comment };
    },
    updateCheckRun: (_root, args, context) => {
      const input = record(args, "input");
      const run = runAt(context, text(input, "checkRunId") ?? "");
      const output = record(input, "output");
      updateRun(context.world, run, {
        name: text(input, "name"),
        status: text(input, "status")?.toLowerCase(),
        conclusion: text(input, "conclusion")?.toLowerCase(),
        external_id: text(input, "externalId"),
        details_url: text(input, "detailsUrl"),
        output:
          text(output, "summary") === undefined
            ? undefined
            : { title: text(output, "title"), summary: text(output, "summary") ?? "", text: text(output, "text") },
      });
      return { clientMutationId: text(input, "clientMutationId") ?? null, checkRun: run };
    },
    resolveReviewThread: (_root, args, context) => settle(context, args, { resolved: true }),
    unresolveReviewThread: (_root, args, context) => settle(context, args, { resolved: false }),
  }),
};

function settle(context: Context, args: Args, { resolved }: { resolved: boolean }) {
  const input = record(args, "input");
  const node = nodeAt(context, text(input, "threadId") ?? "");
  if (node.kind !== "PullRequestReviewThread") throw missing("a node of a review thread");
  const thread: ReviewThread = node;
  demandWrite(context, thread.pull.repo, "contents", "pull_requests");
  resolveThread(context.world, thread, { by: actor(context.viewer).by, resolved });
  return { clientMutationId: text(input, "clientMutationId") ?? null, thread };
}

function commentAt(context: Context, id: string): Comment {
  const node = nodeAt(context, id);
  if (node.kind !== "IssueComment") throw missing("a node of a comment");
  demandWrite(context, node.issue.repo, "issues", "pull_requests");
  return node;
}

function runAt(context: Context, id: string): CheckRun {
  const node = nodeAt(context, id);
  if (node.kind !== "CheckRun") throw missing("a node of a check run");
  demandWrite(context, node.suite.repo, "checks");
  if (actor(context.viewer).app !== node.suite.app)
    throw failure("FORBIDDEN", "Resource not accessible by integration");
  return node;
}

function nodeAt(context: Context, id: string): Node | ReturnType<typeof commitOf> {
  const node = context.world.nodes.get(id) ?? commitNode(context, id);
  const repo = node === undefined ? undefined : repoOf(node);
  if (node === undefined || (repo !== undefined && !visible(context, repo)))
    throw missing(`a node with the global id of '${id}'`);
  return node;
}

function nodeOrError(context: Context, id: string): unknown {
  try {
    return nodeAt(context, id);
  } catch (error) {
    return error;
  }
}

function commitNode({ world }: Context, id: string): ReturnType<typeof commitOf> | undefined {
  if (!id.startsWith("C_")) return undefined;
  const [, repoId, sha = ""] = Buffer.from(id.slice(2), "base64url").toString("utf8").split(":");
  const repo = [...world.repos.values()].find((one) => String(one.id) === repoId);
  return repo?.git.commit(sha) === undefined ? undefined : commitOf(repo, sha);
}

function repoOf(node: Node | ReturnType<typeof commitOf>): Repository | undefined {
  if (node.kind === "Repository") return node;
  if ("repo" in node) return node.repo;
  if ("issue" in node) return node.issue.repo;
  if ("pull" in node) return node.pull.repo;
  if ("suite" in node) return node.suite.repo;
  return "thread" in node ? node.thread.pull.repo : undefined;
}
