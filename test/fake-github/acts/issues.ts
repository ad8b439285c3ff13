import { issue as present, label as presentLabel, milestone as presentMilestone } from "../present/issue.ts";
import { pullRequest } from "../present/pull.ts";
import { repository } from "../present/repository.ts";
import type { Account, App, Comment, Issue, Label, Milestone, Pull, Repository } from "../world/model.ts";
import { checkLength } from "../world/refusal.ts";
import type { World } from "../world/world.ts";
import { rewrite, written } from "./edits.ts";

/** The next number of a repository: issues and pull requests count together. */
export const nextNumber = (repo: Repository): number => Math.max(0, ...repo.issues.keys()) + 1;

export function openIssue(
  world: World,
  repo: Repository,
  about: {
    by: Account;
    title: string;
    body?: string | null | undefined;
    labels?: readonly string[] | undefined;
    milestone?: Milestone | undefined;
    app?: App | null;
  },
): Issue {
  checkLength(about.body ?? "");
  const issue = world.add("issue", (ids): Issue => ({
    kind: "Issue",
    ...ids,
    ...written(about.by, world.now()),
    ...fresh(about.app ?? null),
    number: nextNumber(repo),
    repo,
    title: about.title,
    body: about.body ?? null,
    labels: (about.labels ?? []).map((name) => world.label(repo, name)),
    milestone: about.milestone ?? null,
  }));
  repo.issues.set(issue.number, issue);
  tell(world, issue, { action: "opened", by: about.by });
  for (const label of issue.labels) tellLabel(world, issue, { action: "labeled", by: about.by, label });
  if (issue.milestone !== null) tellMilestone(world, issue, { by: about.by, milestone: issue.milestone });
  return issue;
}

/** What every new issue and pull request starts with. */
export const fresh = (app: App | null) => ({
  app,
  comments: [],
  state: "open" as const,
  stateReason: null,
  closedAt: null,
  closedBy: null,
  assignees: [],
  milestone: null,
});

export function editIssue(
  world: World,
  issue: Issue,
  change: { by: Account; title?: string | undefined; body?: string | null | undefined },
): void {
  const changes = retext(world, issue, change);
  if (Object.keys(changes).length > 0) tell(world, issue, { action: "edited", by: change.by, extra: { changes } });
}

/** Changes title and body and says what they were, as GitHub's `changes` does; unchanged texts are not named. */
export function retext(
  world: World,
  thing: Issue | Pull,
  change: { by: Account; title?: string | undefined; body?: string | null | undefined },
): Record<string, { from: string }> {
  const changes: Record<string, { from: string }> = {};
  if (change.title !== undefined && change.title !== thing.title) {
    changes["title"] = { from: thing.title };
    thing.title = change.title;
    thing.updatedAt = world.now();
  }
  if (change.body !== undefined && change.body !== thing.body) {
    checkLength(change.body ?? "");
    changes["body"] = { from: thing.body ?? "" };
    rewrite(world, thing, { by: change.by, body: change.body });
  }
  return changes;
}

export function closeIssue(world: World, issue: Issue, by: Account): void {
  if (issue.state === "closed") return;
  Object.assign(issue, {
    state: "closed",
    stateReason: "completed",
    closedAt: world.now(),
    closedBy: by,
    updatedAt: world.now(),
  });
  tell(world, issue, { action: "closed", by });
}

export function reopenIssue(world: World, issue: Issue, by: Account): void {
  if (issue.state === "open") return;
  Object.assign(issue, {
    state: "open",
    stateReason: "reopened",
    closedAt: null,
    closedBy: null,
    updatedAt: world.now(),
  });
  tell(world, issue, { action: "reopened", by });
}

/** Adds and removes labels; one event for each, as on GitHub. */
export function relabel(
  world: World,
  thing: Issue | Pull,
  change: { by: Account; add?: readonly string[] | undefined; remove?: readonly string[] | undefined },
): void {
  for (const name of change.add ?? []) {
    const label = world.label(thing.repo, name);
    if (thing.labels.includes(label)) continue;
    thing.labels = [...thing.labels, label];
    tellLabel(world, thing, { action: "labeled", by: change.by, label });
  }
  for (const name of change.remove ?? []) {
    const label = thing.labels.find((one) => one.name.toLowerCase() === name.toLowerCase());
    if (label === undefined) continue;
    thing.labels = thing.labels.filter((one) => one !== label);
    tellLabel(world, thing, { action: "unlabeled", by: change.by, label });
  }
}

/** Deletes a label of the repository: what bore it is told to bear it no more, by events that don't say which it was, as on GitHub. */
export function deleteLabel(
  world: World,
  repo: Repository,
  deletion: { readonly by: Account; readonly name: string },
): void {
  const label = repo.labels.get(deletion.name.toLowerCase());
  if (label === undefined) return;
  repo.labels.delete(deletion.name.toLowerCase());
  world.nodes.delete(label.nodeId);
  for (const thing of repo.issues.values()) {
    if (!thing.labels.includes(label)) continue;
    thing.labels = thing.labels.filter((one) => one !== label);
    tellLabel(world, thing, { action: "unlabeled", by: deletion.by, label: undefined });
  }
}

/** Gives a label another name: what bears it hears nothing of it. */
export function renameLabel(
  world: World,
  repo: Repository,
  { by, from, to }: { readonly by: Account; readonly from: string; readonly to: string },
): void {
  const label = repo.labels.get(from.toLowerCase());
  if (label === undefined) return;
  repo.labels.delete(from.toLowerCase());
  repo.labels.set(to.toLowerCase(), label);
  label.name = to;
  const body = { label: presentLabel(world, label), changes: { name: { from } } };
  world.tell({ event: "label", action: "edited", sender: by, repo, body });
}

/** Puts an issue or pull request into a milestone, or takes it out of the one it is in. */
export function setMilestone(
  world: World,
  thing: Issue | Pull,
  change: { by: Account; milestone: Milestone | null },
): void {
  const before = thing.milestone;
  if (before === change.milestone) return;
  thing.milestone = change.milestone;
  const milestone = change.milestone ?? before;
  if (milestone !== null) tellMilestone(world, thing, { by: change.by, milestone });
}

/** Removes an issue altogether; GitHub tells how it was. */
export function deleteIssue(world: World, issue: Issue, by: Account): void {
  issue.repo.issues.delete(issue.number);
  world.nodes.delete(issue.nodeId);
  tell(world, issue, { action: "deleted", by });
}

/** Hands an issue to another repository, where it gets a number of its own; comments go with it, labels where there are such. */
export function transferIssue(world: World, issue: Issue, move: { to: Repository; by: Account }): Issue {
  const { to, by } = move;
  issue.repo.issues.delete(issue.number);
  world.nodes.delete(issue.nodeId);
  const labels = issue.labels.flatMap(({ name }) => to.labels.get(name.toLowerCase()) ?? []);
  const moved = world.add("issue", (ids): Issue => ({
    ...issue,
    ...ids,
    number: nextNumber(to),
    repo: to,
    labels,
    milestone: null,
    comments: [],
  }));
  to.issues.set(moved.number, moved);
  for (const comment of issue.comments) {
    const copy: Comment = { ...comment, issue: moved };
    world.comments.set(copy.id, copy);
    world.nodes.set(copy.nodeId, copy);
    moved.comments.push(copy);
  }
  const there = { new_issue: present(world, moved), new_repository: repository(world, to) };
  tell(world, issue, { action: "transferred", by, extra: { changes: there } });
  const here = { old_issue: present(world, issue), old_repository: repository(world, issue.repo) };
  tell(world, moved, { action: "opened", by, extra: { changes: here } });
  return moved;
}

function tellMilestone(world: World, thing: Issue | Pull, told: { by: Account; milestone: Milestone }): void {
  thing.updatedAt = world.now();
  const action = thing.milestone === null ? "demilestoned" : "milestoned";
  const milestone = presentMilestone(world, told.milestone);
  if (thing.kind === "Issue") return tell(world, thing, { action, by: told.by, extra: { milestone } });
  world.tell({
    event: "pull_request",
    action,
    sender: told.by,
    repo: thing.repo,
    body: { number: thing.number, pull_request: pullRequest(world, thing), milestone },
  });
}

function tellLabel(
  world: World,
  thing: Issue | Pull,
  telling: { readonly action: string; readonly by: Account; readonly label: Label | undefined },
): void {
  thing.updatedAt = world.now();
  const label = telling.label === undefined ? {} : { label: presentLabel(world, telling.label) };
  if (thing.kind === "Issue") return tell(world, thing, { ...telling, extra: label });
  world.tell({
    event: "pull_request",
    action: telling.action,
    sender: telling.by,
    repo: thing.repo,
    body: { number: thing.number, pull_request: pullRequest(world, thing), ...label },
  });
}

function tell(world: World, issue: Issue, telling: { action: string; by: Account; extra?: object }): void {
  world.tell({
    event: "issues",
    action: telling.action,
    sender: telling.by,
    repo: issue.repo,
    body: { issue: present(world, issue), ...telling.extra },
  });
}
