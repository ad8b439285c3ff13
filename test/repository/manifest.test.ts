import { describe, expect, test } from "@jest/globals";
import { load } from "js-yaml";
import { z } from "zod";
import { HANDLED_EVENTS } from "../../src/github/changes.ts";
import { filesIn, read } from "./files.ts";

const text = read("app.yml");
const manifest = z
  .object({
    description: z.string(),
    default_permissions: z.record(z.string(), z.enum(["read", "write"])),
    default_events: z.array(z.string()),
  })
  .parse(load(text));

type Access = readonly [permission: string, access: "read" | "write"];

/** https://docs.github.com/en/rest/authentication/permissions-required-for-github-apps */
const ROUTES: Readonly<Record<string, Access>> = {
  "GET /app": ["metadata", "read"],
  "GET /app/installations": ["metadata", "read"],
  "GET /app/hook/deliveries": ["metadata", "read"],
  "POST /app/hook/deliveries/{delivery_id}/attempts": ["metadata", "read"],
  "GET /installation/repositories": ["metadata", "read"],
  "GET /rate_limit": ["metadata", "read"],
  "GET /repos/{owner}/{repo}/installation": ["metadata", "read"],
  "POST /repos/{owner}/{repo}/check-runs": ["checks", "write"],
  "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}": ["checks", "write"],
  "GET /repos/{owner}/{repo}/commits/{ref}/check-runs": ["checks", "read"],
  "POST /repos/{owner}/{repo}/issues/{issue_number}/comments": ["issues", "write"],
  "GET /repos/{owner}/{repo}/issues/{issue_number}/comments": ["issues", "read"],
  "GET /repos/{owner}/{repo}/issues/comments/{comment_id}": ["issues", "read"],
  "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}": ["issues", "write"],
  "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}": ["issues", "write"],
  "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions": ["issues", "write"],
  "GET /repos/{owner}/{repo}/collaborators/{username}/permission": ["metadata", "read"],
  "GET /repos/{owner}/{repo}/pulls/{pull_number}/files": ["pull_requests", "read"],
  "GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls": ["pull_requests", "read"],
  "GET /repos/{owner}/{repo}/git/trees/{tree_sha}": ["contents", "read"],
  "GET /repos/{owner}/{repo}/compare/{basehead}": ["contents", "read"],
  "GET /repos/{owner}/{repo}/actions/runs": ["actions", "read"],
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}": ["actions", "read"],
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/approvals": ["actions", "read"],
  "GET /repos/{owner}/{repo}/actions/runs/{run_id}/pending_deployments": ["actions", "read"],
  "GET /repos/{owner}/{repo}/environments/{environment_name}": ["actions", "read"],
  "GET /repos/{owner}/{repo}/environments/{environment_name}/deployment_protection_rules": ["actions", "read"],
  "POST /repos/{owner}/{repo}/actions/runs/{run_id}/deployment_protection_rule": ["deployments", "write"],
  "GET /repos/{owner}/{repo}/issues": ["issues", "read"],
  "POST /repos/{owner}/{repo}/issues": ["issues", "write"],
};

/** https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const EVENTS: Readonly<Record<string, Access>> = {
  check_run: ["checks", "read"],
  check_suite: ["checks", "read"],
  deployment_protection_rule: ["deployments", "read"],
  deployment_status: ["deployments", "read"],
  issue_comment: ["issues", "read"],
  issues: ["issues", "read"],
  label: ["metadata", "read"],
  member: ["members", "read"],
  membership: ["members", "read"],
  merge_group: ["merge_queues", "read"],
  organization: ["members", "read"],
  pull_request: ["pull_requests", "read"],
  pull_request_review: ["pull_requests", "read"],
  pull_request_review_comment: ["pull_requests", "read"],
  pull_request_review_thread: ["pull_requests", "read"],
  push: ["contents", "read"],
  repository: ["metadata", "read"],
  status: ["statuses", "read"],
  team: ["members", "read"],
};

/** What the routes don't show: teams are asked for by GraphQL, and rulesets offer only Apps that may write statuses. */
const BESIDES: readonly Access[] = [
  ["members", "read"],
  ["statuses", "write"],
];

/** What these ask, they ask by the token of whoever runs `gatehouse doctor`, so the App needs nothing for it. */
const BY_A_PERSON = /^src\/(?:cli\/(?:commands\/)?doctor|github\/(?:repository-settings|workflow-files))/u;

const routes = [
  ...new Set(
    filesIn("src")
      .filter((file) => !BY_A_PERSON.test(file))
      .flatMap((file) =>
        [...read(file).matchAll(/["'`]((?:GET|POST|PATCH|PUT|DELETE) \/[^"'`\s]*)/g)].map(([, route = ""]) => route),
      ),
  ),
];

describe("app.yml", () => {
  test("subscribes to exactly the events that are handled", () => {
    const handled = [...HANDLED_EVENTS].filter((event) => !event.startsWith("installation"));
    expect(manifest.default_events).toEqual(handled.toSorted());
  });

  test.each(routes)("%s has a known permission", (route) => {
    expect(Object.keys(ROUTES)).toContain(route);
  });

  test.each(manifest.default_events)("%s has a known permission", (event) => {
    expect(Object.keys(EVENTS)).toContain(event);
  });

  test("asks for what is used, and for no more", () => {
    const used = [...routes.map((route) => ROUTES[route]), ...manifest.default_events.map((event) => EVENTS[event])];
    const needed: Record<string, string> = {};
    for (const access of [...used, ...BESIDES]) {
      const [permission, level] = access ?? ["unknown", "write"];
      if (needed[permission] !== "write") needed[permission] = level;
    }
    expect(manifest.default_permissions).toEqual(needed);
  });

  test("survives the setup page, which puts it between apostrophes", () => {
    expect(JSON.stringify(load(text))).not.toContain("'");
  });
});
