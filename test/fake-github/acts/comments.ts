import { comment as present, issue as presentIssue } from "../present/issue.ts";
import type { Account, App, Comment, Issue, Pull, Reaction } from "../world/model.ts";
import { checkLength } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import { rewrite, written } from "./edits.ts";

export function createComment(
  world: World,
  issue: Issue | Pull,
  about: { by: Account; body: string; app?: App | null },
): Comment {
  checkLength(about.body);
  const comment = world.add("comment", (ids): Comment => ({
    kind: "IssueComment",
    ...ids,
    ...written(about.by, world.now()),
    issue,
    app: about.app ?? null,
    body: about.body,
    minimized: null,
    reactions: [],
  }));
  issue.comments.push(comment);
  issue.updatedAt = world.now();
  world.comments.set(comment.id, comment);
  tell(world, comment, { action: "created", by: about.by });
  return comment;
}

/** Replaces a comment's text; the same text again is no edit. */
export function editComment(world: World, comment: Comment, change: { by: Account; body: string }): void {
  if (change.body === comment.body) return;
  checkLength(change.body);
  const changes = { body: { from: comment.body } };
  rewrite(world, comment, change);
  tell(world, comment, { action: "edited", by: change.by, extra: { changes } });
}

export function deleteComment(world: World, comment: Comment, by: Account): void {
  comment.issue.comments.splice(comment.issue.comments.indexOf(comment), 1);
  world.comments.delete(comment.id);
  world.nodes.delete(comment.nodeId);
  tell(world, comment, { action: "deleted", by });
}

/** Reactions send no webhook. Returns whether it is new. */
export function react(
  world: World,
  comment: Comment,
  about: { by: Account; content: string },
): { reaction: Reaction; created: boolean } {
  const known = comment.reactions.find(({ user, content }) => user === about.by && content === about.content);
  if (known !== undefined) return { reaction: known, created: false };
  const reaction = { ...world.ids.next("reaction"), user: about.by, content: about.content, createdAt: world.now() };
  comment.reactions.push(reaction);
  return { reaction, created: true };
}

function tell(world: World, comment: Comment, telling: { action: string; by: Account; extra?: object }): void {
  world.tell({
    event: "issue_comment",
    action: telling.action,
    sender: telling.by,
    repo: comment.issue.repo,
    body: { issue: presentIssue(world, comment.issue), comment: present(world, comment), ...telling.extra },
  });
}
