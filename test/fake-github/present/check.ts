import { iso, isoOrNull } from "../world/clock.ts";
import { pullsAt, suiteStatus } from "../world/derived.ts";
import type { Annotation, CheckRun, CheckSuite, Status } from "../world/model.ts";
import type { World } from "../world/world.ts";
import { type Json, app, olderApp, user } from "./account.ts";
import { simpleCommit } from "./commit.ts";
import { minimalPull } from "./pull.ts";
import { minimalRepository, repositoryPage, repositoryUrl } from "./repository.ts";

export function checkRun(world: World, run: CheckRun): Json {
  const { suite } = run;
  const url = `${repositoryUrl(world, suite.repo)}/check-runs/${run.id}`;
  return {
    id: run.id,
    name: run.name,
    node_id: run.nodeId,
    head_sha: suite.sha,
    external_id: run.externalId,
    url,
    html_url: runPage(world, run),
    details_url: run.detailsUrl ?? `${world.url}/apps/${suite.app.slug}`,
    status: run.status,
    conclusion: run.conclusion,
    started_at: iso(run.startedAt),
    completed_at: isoOrNull(run.completedAt),
    output: {
      title: run.title,
      summary: run.summary,
      text: run.text,
      annotations_count: run.annotations.length,
      annotations_url: `${url}/annotations`,
    },
    check_suite: { id: suite.id },
    app: app(world, suite.app),
    pull_requests: pullsAt(suite.repo, suite.sha).map((pull) => minimalPull(world, pull)),
  };
}

/** Webhooks show more of the suite than the REST API does. */
export function checkRunInHook(world: World, run: CheckRun): Json {
  const { suite } = run;
  return {
    ...checkRun(world, run),
    check_suite: {
      id: suite.id,
      node_id: suite.nodeId,
      head_branch: suite.branch,
      head_sha: suite.sha,
      ...suiteStatus(suite),
      url: `${repositoryUrl(world, suite.repo)}/check-suites/${suite.id}`,
      before: suite.before,
      after: suite.sha,
      pull_requests: pullsAt(suite.repo, suite.sha).map((pull) => minimalPull(world, pull)),
      app: app(world, suite.app),
      created_at: iso(suite.createdAt),
      updated_at: iso(suite.updatedAt),
    },
  };
}

const runPage = (world: World, run: CheckRun): string => `${repositoryPage(world, run.suite.repo)}/runs/${run.id}`;

function suiteFields(world: World, suite: CheckSuite): Json {
  const url = `${repositoryUrl(world, suite.repo)}/check-suites/${suite.id}`;
  return {
    id: suite.id,
    node_id: suite.nodeId,
    head_branch: suite.branch,
    head_sha: suite.sha,
    ...suiteStatus(suite),
    url,
    before: suite.before,
    after: suite.sha,
    pull_requests: pullsAt(suite.repo, suite.sha).map((pull) => minimalPull(world, pull)),
    app: app(world, suite.app),
    created_at: iso(suite.createdAt),
    updated_at: iso(suite.updatedAt),
    head_commit: simpleCommit(suite.repo.git.commitAt(suite.sha)),
    latest_check_runs_count: suite.runs.length,
    check_runs_url: `${url}/check-runs`,
    rerequestable: true,
    runs_rerequestable: true,
  };
}

export const checkSuite = (world: World, suite: CheckSuite): Json => ({
  ...suiteFields(world, suite),
  repository: minimalRepository(world, suite.repo),
});

export const checkSuiteInHook = (world: World, suite: CheckSuite): Json => ({
  ...suiteFields(world, suite),
  app: olderApp(world, suite.app),
});

export const annotation = (world: World, run: CheckRun, one: Annotation): Json => ({
  path: one.path,
  start_line: one.start_line,
  end_line: one.end_line,
  start_column: one.start_column ?? null,
  end_column: one.end_column ?? null,
  annotation_level: one.annotation_level,
  title: one.title ?? null,
  message: one.message,
  raw_details: one.raw_details ?? null,
  blob_href: `${repositoryPage(world, run.suite.repo)}/blob/${run.suite.sha}/${one.path}`,
});

export function status(world: World, one: Status): Json {
  return {
    url: `${repositoryUrl(world, one.repo)}/statuses/${one.sha}`,
    avatar_url: `${world.url}/avatars/${one.creator.id}`,
    id: one.id,
    node_id: one.nodeId,
    state: one.state,
    description: one.description,
    target_url: one.targetUrl,
    context: one.context,
    created_at: iso(one.createdAt),
    updated_at: iso(one.createdAt),
  };
}

export const statusWithCreator = (world: World, one: Status): Json => ({
  ...status(world, one),
  creator: user(world, one.creator),
});
