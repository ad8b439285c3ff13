import type { z } from "zod";
import { commandLines, hasCommandsBeyond } from "../../markdown/commands.ts";
import { isUs, readerOf, type Rest, type Self } from "./event.ts";
import { CommentPayload } from "./payloads.ts";

type Comment = z.output<typeof CommentPayload>;

/** A comment on a pull request or an issue: to GitHub both are issues. */
export const comment = readerOf("issue_comment", CommentPayload, (payload, self) => {
  if (isUs(payload.sender, self)) return undefined;
  const done = payload.action === "created" ? commandOf(payload) : changed(payload, self);
  return done === undefined ? undefined : { ...subjectOf(payload), touches: "comments", ...done };
});

type Done = Pick<Rest, "act">;

const subjectOf = ({ issue: { number, pull_request: pull } }: Comment): Pick<Rest, "pulls" | "issues"> =>
  pull === undefined ? { issues: [{ number }] } : { pulls: [{ number }] };

const changed = (payload: Comment, self: Self): Done | undefined =>
  isOurs(payload.comment, self) ? changedComment(payload) : undefined;

const isOurs = ({ performed_via_github_app: via, user }: Comment["comment"], self: Self): boolean =>
  via?.id === self.appId || isUs(user ?? undefined, self);

/** Without the text before, nobody can tell which boxes the sender changed, so it is no act of theirs. */
const changedComment = ({ action, comment: { id, body, updated_at: at }, changes }: Comment): Done | undefined => {
  if (action === "deleted") return {};
  if (action !== "edited") return undefined;
  const before = changes?.body?.from;
  if (before === undefined) return {};
  return { act: { kind: "comment-edited", commentId: String(id), before, after: body ?? "", at } };
};

/** Only a person's new comment can command: bots are not obeyed, and an edit never runs a command again. */
const commandOf = ({ comment: { id, body, created_at: at }, sender }: Comment): Done | undefined => {
  if (sender?.type === "Bot" || body == null) return undefined;
  if (commandLines(body).length === 0 && !hasCommandsBeyond(body)) return undefined;
  return { act: { kind: "command", commentId: String(id), body, at } };
};
