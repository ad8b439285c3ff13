import { z } from "zod";
import type { Change } from "../readiness/change.ts";
import { checkRun, checkSuite, status } from "./events/checks.ts";
import { comment } from "./events/comments.ts";
import { deploymentStatus } from "./events/deployments.ts";
import { readerOfMany, type EventReader, type Self } from "./events/event.ts";
import { installationChanges } from "./events/installations.ts";
import { issues } from "./events/issues.ts";
import { label } from "./events/labels.ts";
import { member, membership, organization, team } from "./events/people.ts";
import { mergeGroup } from "./events/merge-groups.ts";
import { InstallationPayload, PushPayload } from "./events/payloads.ts";
import { protectionRule } from "./events/protection-rules.ts";
import { pullRequest, review, reviewComment, thread } from "./events/pulls.ts";
import { pushed } from "./events/pushes.ts";
import { repository } from "./events/repositories.ts";

/**
 * Reduces a webhook payload to the changes Gatehouse acts on; an empty list for an event that can't matter to anyone,
 * whatever the procedures say: nothing is stored and GitHub is not called for those.
 */
export const changesOf = (name: string, payload: unknown, self: Self): readonly Change[] =>
  READERS.get(name)?.read(payload, self) ?? [];

/** What is wrong with the payload of a handled event, of which {@link changesOf} can make nothing then. */
export const problemOf = (name: string, payload: unknown, self: Self): string | undefined => {
  const reader = READERS.get(name);
  const error = reader?.schema.safeParse(payload).error;
  return error === undefined ? reader?.problem?.(payload, self) : z.prettifyError(error);
};

const installations: EventReader = { schema: InstallationPayload, read: installationChanges };

const READERS: ReadonlyMap<string, EventReader> = new Map([
  ["pull_request", pullRequest],
  ["pull_request_review", review],
  ["pull_request_review_comment", reviewComment],
  ["pull_request_review_thread", thread],
  ["issue_comment", comment],
  ["issues", issues],
  ["label", label],
  ["check_run", checkRun],
  ["check_suite", checkSuite],
  ["status", status],
  ["deployment_status", deploymentStatus],
  ["deployment_protection_rule", protectionRule],
  ["merge_group", mergeGroup],
  ["push", readerOfMany("push", PushPayload, pushed)],
  ["repository", repository],
  ["member", member],
  ["membership", membership],
  ["organization", organization],
  ["team", team],
  ["installation", installations],
  ["installation_repositories", installations],
]);

/** The events that can lead to a change; `app.yml` subscribes to these (installation events always arrive). */
export const HANDLED_EVENTS: ReadonlySet<string> = new Set(READERS.keys());
