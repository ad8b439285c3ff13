import { z } from "zod";
import { createComment, deleteComment, editComment, react } from "../acts/comments.ts";
import { closeIssue, editIssue, openIssue, relabel, reopenIssue, setMilestone } from "../acts/issues.ts";
import { closePull, editPull, reopenPull } from "../acts/pulls.ts";
import { authorize } from "../http/access.ts";
import {
  comment as present,
  fullIssue,
  issue as presentIssue,
  label,
  milestone as presentMilestone,
  reaction,
} from "../present/issue.ts";
import type { Comment, Milestone, Repository } from "../world/model.ts";
import { Refusal, found, invalid } from "../world/refusal.ts";
import { atLeast, roleOf } from "../world/world.ts";
import { type Call, NO_CONTENT, type Route, created, paged, read, write } from "./route.ts";

/** Comments and labels of pull requests may be reached by either permission. */
const READ = read("issues", "pull_requests");
const WRITE = write("issues", "pull_requests");

const Body = z.object({ body: z.string() });
const Labels = z.object({ labels: z.array(z.string()) });
const NewIssue = z.object({
  title: z.string(),
  body: z.string().nullish(),
  labels: z.array(z.string()).optional(),
  milestone: z.int().nullish(),
});
const NewMilestone = z.object({ title: z.string() });
const Change = z.object({
  title: z.string().optional(),
  body: z.string().nullish(),
  state: z.enum(["open", "closed"]).optional(),
  milestone: z.int().nullish(),
});

const REPO = "/repos/{owner}/{repo}";

export const issueRoutes: readonly Route[] = [
  { name: `GET ${REPO}/issues`, handle: list },
  {
    name: `POST ${REPO}/issues`,
    handle: (call) => {
      const repo = call.repo(write("issues"));
      const { milestone: number, ...about } = call.body(NewIssue);
      const milestone = milestoneAt(repo, number) ?? undefined;
      return created(fullIssue(call.world, openIssue(call.world, repo, { ...about, ...call.actor(), milestone })));
    },
  },
  { name: `GET ${REPO}/issues/{issue_number}`, handle: (call) => fullIssue(call.world, call.issue(READ)) },
  { name: `PATCH ${REPO}/issues/{issue_number}`, handle: change },
  {
    name: `GET ${REPO}/milestones`,
    handle: (call) =>
      paged(call, [...call.repo(read("issues")).milestones.values()], {
        each: (one) => presentMilestone(call.world, one),
      }),
  },
  {
    name: `POST ${REPO}/milestones`,
    handle: (call) => {
      const repo = call.repo({ ...write("issues"), role: "write" });
      const { title } = call.body(NewMilestone);
      if ([...repo.milestones.values()].some((one) => one.title === title))
        throw invalid("Validation Failed", [{ resource: "Milestone", code: "already_exists", field: "title" }]);
      return created(presentMilestone(call.world, call.world.milestone(repo, title, call.actor().by)));
    },
  },
  { name: `GET ${REPO}/issues/{issue_number}/comments`, handle: comments },
  {
    name: `POST ${REPO}/issues/{issue_number}/comments`,
    handle: (call) => {
      const { body } = call.body(Body);
      return created(present(call.world, createComment(call.world, call.issue(WRITE), { ...call.actor(), body })));
    },
  },
  { name: `GET ${REPO}/issues/comments/{comment_id}`, handle: (call) => present(call.world, comment(call, READ)) },
  {
    name: `PATCH ${REPO}/issues/comments/{comment_id}`,
    handle: (call) => {
      const { body } = call.body(Body);
      const one = ownOrWriter(call, comment(call, WRITE));
      editComment(call.world, one, { by: call.actor().by, body });
      return present(call.world, one);
    },
  },
  {
    name: `DELETE ${REPO}/issues/comments/{comment_id}`,
    handle: (call) => {
      deleteComment(call.world, ownOrWriter(call, comment(call, WRITE)), call.actor().by);
      return NO_CONTENT;
    },
  },
  {
    name: `GET ${REPO}/issues/comments/{comment_id}/reactions`,
    handle: (call) => paged(call, comment(call, READ).reactions, { each: (one) => reaction(call.world, one) }),
  },
  {
    name: `POST ${REPO}/issues/comments/{comment_id}/reactions`,
    handle: (call) => {
      const { content } = call.body(z.object({ content: z.string() }));
      const given = react(call.world, comment(call, WRITE), { by: call.actor().by, content });
      return { status: given.created ? 201 : 200, body: reaction(call.world, given.reaction) };
    },
  },
  {
    name: `GET ${REPO}/issues/{issue_number}/labels`,
    handle: (call) => paged(call, call.issue(READ).labels, { each: (one) => label(call.world, one) }),
  },
  {
    name: `POST ${REPO}/issues/{issue_number}/labels`,
    handle: (call) => {
      const { labels } = call.body(Labels);
      const issue = call.issue({ ...WRITE, role: "triage" });
      relabel(call.world, issue, { by: call.actor().by, add: labels });
      return { status: 200, body: issue.labels.map((one) => label(call.world, one)) };
    },
  },
  {
    name: `DELETE ${REPO}/issues/{issue_number}/labels/{name}`,
    handle: (call) => {
      const issue = call.issue({ ...WRITE, role: "triage" });
      found(issue.labels.find(({ name }) => name.toLowerCase() === call.param("name").toLowerCase()));
      relabel(call.world, issue, { by: call.actor().by, remove: [call.param("name")] });
      return { status: 200, body: issue.labels.map((one) => label(call.world, one)) };
    },
  },
  {
    name: `GET ${REPO}/labels`,
    handle: (call) => paged(call, [...call.repo(READ).labels.values()], { each: (one) => label(call.world, one) }),
  },
];

function list(call: Call) {
  const state = call.query.get("state") ?? "open";
  const labels = (call.query.get("labels") ?? "").split(",").filter((name) => name !== "");
  const milestone = call.query.get("milestone");
  const creator = call.query.get("creator");
  const chosen = [...call.repo(read("issues")).issues.values()]
    .filter((one) => state === "all" || one.state === state)
    .filter((one) => labels.every((name) => one.labels.some((each) => each.name.toLowerCase() === name.toLowerCase())))
    .filter((one) => creator === null || one.author.login.toLowerCase() === creator.toLowerCase())
    .filter((one) => milestone === null || milestone === "*" || String(one.milestone?.number ?? "none") === milestone);
  return paged(call, chosen.toReversed(), { each: (one) => presentIssue(call.world, one) });
}

function milestoneAt(repo: Repository, number: number | null | undefined): Milestone | null | undefined {
  if (number === null || number === undefined) return number;
  const milestone = repo.milestones.get(number);
  if (milestone === undefined)
    throw invalid("Validation Failed", [{ resource: "Issue", code: "invalid", field: "milestone" }]);
  return milestone;
}

function change(call: Call) {
  const { state, milestone: number, ...texts } = call.body(Change);
  const issue = call.issue(WRITE);
  const { by } = call.actor();
  const into = milestoneAt(issue.repo, number);
  if (into !== undefined) setMilestone(call.world, issue, { by, milestone: into });
  if (issue.kind === "PullRequest") {
    editPull(call.world, issue, { by, ...texts });
    if (state === "closed") closePull(call.world, issue, by);
    if (state === "open") reopenPull(call.world, issue, by);
  } else {
    editIssue(call.world, issue, { by, ...texts });
    if (state === "closed") closeIssue(call.world, issue, by);
    if (state === "open") reopenIssue(call.world, issue, by);
  }
  return fullIssue(call.world, issue);
}

function comments(call: Call) {
  const since = call.query.get("since");
  const chosen = call.issue(READ).comments.filter(({ updatedAt }) => since === null || updatedAt >= new Date(since));
  return paged(call, chosen, { each: (one) => present(call.world, one) });
}

function comment(call: Call, needs: typeof READ): Comment {
  const repo = call.repo(needs);
  const one = found(call.world.comments.get(call.number("comment_id")));
  if (one.issue.repo !== repo) throw new Refusal(404, "Not Found");
  return one;
}

/** Anybody may change their own comment; others' only with write permission. */
function ownOrWriter(call: Call, one: Comment): Comment {
  const { by } = call.actor();
  if (by === one.author) return one;
  authorize(call.viewer, one.issue.repo, { ...WRITE, role: "read" });
  if (call.viewer.kind === "user" && !atLeast(roleOf(one.issue.repo, by), "write"))
    throw new Refusal(403, "Must have admin rights to Repository.");
  return one;
}
