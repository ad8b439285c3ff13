import { z } from "zod";
import type { Change, Touches } from "../readiness/change.ts";
import { installationChanges, senderOf } from "./installations.ts";
import { pushed } from "./pushes.ts";
import { commandLines } from "../markdown/commands.ts";
import {
  CheckRunPayload,
  CheckSuitePayload,
  CommentPayload,
  type Envelope,
  InstallationPayload,
  IssuesPayload,
  PullPayload,
  PullRequestPayload,
  PushPayload,
  type ShortPull,
  StatusPayload,
} from "./payloads.ts";

/** Who we are on GitHub: needed to tell our own doings from other people's. */
export interface Self {
  readonly appId: number;
  readonly slug: string;
}

/**
 * Reduces a webhook payload to the changes Gatehouse acts on; an empty list for an event that can't matter to anyone,
 * whatever the procedures say: nothing is stored and GitHub is not called for those.
 */
export const changesOf = (name: string, payload: unknown, self: Self): readonly Change[] =>
  READERS.get(name)?.read(payload, self) ?? [];

/** What is wrong with the payload of a handled event, of which {@link changesOf} can make nothing then. */
export const problemOf = (name: string, payload: unknown): string | undefined => {
  const error = READERS.get(name)?.schema.safeParse(payload).error;
  return error === undefined ? undefined : z.prettifyError(error);
};

/** The events that can lead to a change; `app.yml` subscribes to these (installation events always arrive). */
export const HANDLED_EVENTS: ReadonlySet<string> = new Set([
  "pull_request",
  "pull_request_review",
  "pull_request_review_comment",
  "pull_request_review_thread",
  "issue_comment",
  "issues",
  "check_run",
  "check_suite",
  "status",
  "push",
  "installation",
  "installation_repositories",
]);

interface Reader {
  readonly schema: z.ZodType;
  readonly read: (payload: unknown, self: Self) => readonly Change[];
}

type Rest = Omit<Change, "event" | "action" | "installationId" | "repository" | "sender" | "pulls" | "shas"> &
  Partial<Pick<Change, "pulls" | "shas">>;

const readerOf = <Payload extends z.ZodType<Envelope>>(
  event: string,
  schema: Payload,
  rest: (payload: z.output<Payload>, self: Self) => Rest | undefined,
): Reader => ({
  schema,
  read: (input, self) => {
    const { data } = schema.safeParse(input);
    const what = data === undefined ? undefined : rest(data, self);
    if (data?.installation === undefined || data.repository === undefined || what === undefined) return [];
    const { action, installation, repository, sender } = data;
    return [
      {
        event,
        action: action ?? null,
        installationId: installation.id,
        repository: { id: repository.id, owner: repository.owner.login, name: repository.name },
        sender: senderOf(sender),
        pulls: [],
        shas: [],
        ...what,
      },
    ];
  },
});

const pullOf = ({ pull_request: pull }: z.output<typeof PullPayload>): Change["pulls"] => [
  {
    number: pull.number,
    headSha: pull.head.sha,
    headRef: pull.head.ref,
    baseRef: pull.base.ref,
    ...(pull.updated_at === undefined ? {} : { updatedAt: pull.updated_at }),
    ...(pull.state === undefined ? {} : { state: pull.state }),
  },
];

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

const pullRequest = readerOf("pull_request", PullRequestPayload, (payload) => {
  const { action = "", label } = payload;
  if ((action === "labeled" || action === "unlabeled") && label !== undefined)
    return { pulls: pullOf(payload), touches: { label: label.name } };
  const touches = PULL_REQUEST[action];
  return touches === undefined ? undefined : { pulls: pullOf(payload), touches };
});

const review = readerOf("pull_request_review", PullPayload, (payload) =>
  ["submitted", "dismissed"].includes(payload.action ?? "")
    ? { pulls: pullOf(payload), touches: "reviews" }
    : undefined,
);

const reviewComment = readerOf("pull_request_review_comment", PullPayload, (payload) =>
  ["created", "deleted"].includes(payload.action ?? "") ? { pulls: pullOf(payload), touches: "threads" } : undefined,
);

const thread = readerOf("pull_request_review_thread", PullPayload, (payload) => ({
  pulls: pullOf(payload),
  touches: "threads",
}));

const comment = readerOf("issue_comment", CommentPayload, (payload, self) => {
  if (payload.issue.pull_request === undefined || isUs(payload.sender, self)) return undefined;
  const pulls = [{ number: payload.issue.number }];
  if (payload.action === "created") return commandOf(payload, pulls);
  return isOurs(payload.comment, self) ? changedComment(payload, pulls) : undefined;
});

type Comment = z.output<typeof CommentPayload>;

const isOurs = ({ performed_via_github_app: via, user }: Comment["comment"], self: Self): boolean =>
  via?.id === self.appId || isUs(user ?? undefined, self);

/** Without the text before, nobody can tell which boxes the sender changed, so it is no act of theirs. */
const changedComment = (payload: Comment, pulls: Change["pulls"]): Rest | undefined => {
  if (payload.action === "deleted") return { pulls, touches: "comments" };
  if (payload.action !== "edited") return undefined;
  const { id, body, updated_at: at } = payload.comment;
  const before = payload.changes?.body?.from;
  if (before === undefined) return { pulls, touches: "comments" };
  return {
    pulls,
    touches: "comments",
    act: { kind: "comment-edited", commentId: String(id), before, after: body ?? "", at },
  };
};

const isUs = (person: Envelope["sender"] | undefined, self: Self): boolean => person?.login === `${self.slug}[bot]`;

/** Only a person's new comment can command: bots are not obeyed, and an edit never runs a command again. */
const commandOf = (payload: Comment, pulls: Change["pulls"]): Rest | undefined => {
  const { id, body, created_at: at } = payload.comment;
  if (payload.sender?.type === "Bot" || body == null || commandLines(body).length === 0) return undefined;
  return { pulls, touches: "comments", act: { kind: "command", commentId: String(id), body, at } };
};

const issues = readerOf("issues", IssuesPayload, (payload) =>
  ["closed", "reopened", "labeled", "unlabeled", "edited", "deleted", "transferred"].includes(payload.action ?? "")
    ? { everyPullOn: "*", touches: "linkedIssues" }
    : undefined,
);

const checkRun = readerOf("check_run", CheckRunPayload, (payload, self) => {
  const { check_run: run, action } = payload;
  const where = { pulls: shortPulls(run.pull_requests, payload.repository), shas: [run.head_sha] };
  if (run.app?.id === self.appId)
    return action === "rerequested" || action === "requested_action"
      ? { ...where, touches: "any", act: { kind: "recheck" } }
      : undefined;
  return { ...where, touches: "checks" };
});

const checkSuite = readerOf("check_suite", CheckSuitePayload, (payload, self) => {
  const { check_suite: suite, action } = payload;
  if (suite.app?.id !== self.appId || action !== "rerequested") return undefined;
  return {
    pulls: shortPulls(suite.pull_requests, payload.repository),
    shas: [suite.head_sha],
    touches: "any",
    act: { kind: "recheck" },
  };
});

/** GitHub leaves this list empty for forks, hence the commit beside it, and lists pull requests to other repositories too. */
const shortPulls = (pulls: readonly ShortPull[] | undefined, repository: Envelope["repository"]): Change["pulls"] =>
  (pulls ?? [])
    .filter(({ base }) => base?.repo === undefined || base.repo.id === repository?.id)
    .map(({ number }) => ({ number }));

const status = readerOf("status", StatusPayload, ({ sha }) => ({ shas: [sha], touches: "checks" }));

const push = readerOf("push", PushPayload, pushed);

const installations: Reader = { schema: InstallationPayload, read: installationChanges };

const READERS: ReadonlyMap<string, Reader> = new Map([
  ["pull_request", pullRequest],
  ["pull_request_review", review],
  ["pull_request_review_comment", reviewComment],
  ["pull_request_review_thread", thread],
  ["issue_comment", comment],
  ["issues", issues],
  ["check_run", checkRun],
  ["check_suite", checkSuite],
  ["status", status],
  ["push", push],
  ["installation", installations],
  ["installation_repositories", installations],
]);
