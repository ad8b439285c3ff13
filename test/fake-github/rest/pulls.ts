import { z } from "zod";
import { closePull, editPull, mergePull, openPull, reopenPull } from "../acts/pulls.ts";
import { dismissReview, submitReview } from "../acts/reviews.ts";
import { commit, file } from "../present/commit.ts";
import { pullRequest, review, simplePull } from "../present/pull.ts";
import { commitsOf, filesOf } from "../world/derived.ts";
import type { Pull } from "../world/model.ts";
import { Refusal, found, invalid } from "../world/refusal.ts";
import { atLeast, pullsOf, roleOf } from "../world/world.ts";
import { type Call, type Route, created, paged, read, write } from "./route.ts";

const READ = read("pull_requests");
const WRITE = write("pull_requests");

/** GitHub lists at most this many files, and commits, of a pull request. */
const MOST_FILES = 3000;
const MOST_COMMITS = 250;

const NewPull = z.object({
  title: z.string(),
  head: z.string(),
  base: z.string(),
  body: z.string().nullish(),
  draft: z.boolean().optional(),
});
const Change = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  base: z.string().optional(),
  state: z.enum(["open", "closed"]).optional(),
});
const NewReview = z.object({
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]).optional(),
  body: z.string().optional(),
  commit_id: z.string().optional(),
});
const Merge = z.object({ sha: z.string().optional(), merge_method: z.string().optional() });

export const pullRoutes: readonly Route[] = [
  { name: "GET /repos/{owner}/{repo}/pulls", handle: list },
  { name: "POST /repos/{owner}/{repo}/pulls", handle: open },
  { name: "GET /repos/{owner}/{repo}/pulls/{pull_number}", handle: (call) => pullRequest(call.world, call.pull(READ)) },
  { name: "PATCH /repos/{owner}/{repo}/pulls/{pull_number}", handle: change },
  {
    name: "GET /repos/{owner}/{repo}/pulls/{pull_number}/files",
    handle: (call) => {
      const pull = call.pull(READ);
      const at = { repo: pull.repo, sha: pull.headSha };
      return paged(call, filesOf(pull).slice(0, MOST_FILES), { each: (one) => file(call.world, at, one) });
    },
  },
  {
    name: "GET /repos/{owner}/{repo}/pulls/{pull_number}/commits",
    handle: (call) => {
      const pull = call.pull(READ);
      return paged(call, commitsOf(pull).slice(0, MOST_COMMITS), { each: (one) => commit(call.world, pull.repo, one) });
    },
  },
  {
    name: "GET /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    handle: (call) => paged(call, call.pull(READ).reviews, { each: (one) => review(call.world, one) }),
  },
  {
    name: "POST /repos/{owner}/{repo}/pulls/{pull_number}/reviews",
    handle: (call) => {
      const { event, body, commit_id } = call.body(NewReview);
      const pull = call.pull(WRITE);
      const about = { by: call.actor().by, event: event ?? "PENDING", body, sha: commit_id };
      return { status: 200, body: review(call.world, submitReview(call.world, pull, about)) };
    },
  },
  {
    name: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/reviews/{review_id}/dismissals",
    handle: (call) => {
      call.body(z.object({ message: z.string() }));
      const one = found(
        call.pull({ ...WRITE, role: "write" }).reviews.find(({ id }) => id === call.number("review_id")),
      );
      dismissReview(call.world, one, call.actor().by);
      return review(call.world, one);
    },
  },
  {
    name: "PUT /repos/{owner}/{repo}/pulls/{pull_number}/merge",
    handle: (call) => {
      const { sha, merge_method } = call.body(Merge);
      const pull = call.pull({ ...write("contents"), role: "write" });
      const merged = mergePull(call.world, pull, { by: call.actor().by, sha, method: merge_method });
      return { sha: merged, merged: true, message: "Pull Request successfully merged" };
    },
  },
];

function list(call: Call) {
  const state = call.query.get("state") ?? "open";
  const head = call.query.get("head");
  const base = call.query.get("base");
  const sort = call.query.get("sort") === "updated" ? "updatedAt" : "createdAt";
  const ascending = (call.query.get("direction") ?? (call.query.has("sort") ? "asc" : "desc")) === "asc";
  const chosen = pullsOf(call.repo(READ))
    .filter((pull) => state === "all" || pull.state === state)
    .filter((pull) => head === null || `${(pull.headRepo ?? pull.repo).owner.login}:${pull.headRef}` === head)
    .filter((pull) => base === null || pull.baseRef === base)
    .toSorted((a, b) => a[sort].getTime() - b[sort].getTime() || a.number - b.number);
  return paged(call, ascending ? chosen : chosen.toReversed(), { each: (pull) => simplePull(call.world, pull) });
}

function open(call: Call) {
  const { head, ...about } = call.body(NewPull);
  const repo = call.repo(WRITE);
  const [owner = "", branch] = head.includes(":") ? head.split(":") : [repo.owner.login, head];
  const from = [...call.world.repos.values()].find(
    (one) => one.owner.login.toLowerCase() === owner.toLowerCase() && (one === repo || one.parent === repo),
  );
  if (from === undefined || branch === undefined)
    throw invalid("Validation Failed", [{ resource: "PullRequest", field: "head", code: "invalid" }]);
  const pull = openPull(call.world, repo, { ...about, ...call.actor(), head: { repo: from, ref: branch } });
  return created(pullRequest(call.world, pull));
}

function change(call: Call) {
  const { state, ...texts } = call.body(Change);
  const pull = call.pull(WRITE);
  const { by } = call.actor();
  const own = call.viewer.kind === "user" && pull.author === by;
  if (call.viewer.kind === "user" && !own && !atLeast(roleOf(pull.repo, by), "write"))
    throw new Refusal(403, "Must have admin rights to Repository.");
  editPull(call.world, pull, { by, ...texts });
  if (state !== undefined) setState(call, pull, state);
  return pullRequest(call.world, pull);
}

function setState(call: Call, pull: Pull, state: "open" | "closed"): void {
  const { by } = call.actor();
  if (state === "closed") closePull(call.world, pull, by);
  else reopenPull(call.world, pull, by);
}
