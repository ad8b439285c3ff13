import { iso, isoOrNull } from "../world/clock.ts";
import { suiteStatus } from "../world/derived.ts";
import type { App, CheckRun, CheckSuite, Repository, Status } from "../world/model.ts";
import { requiredOn } from "../world/rulesets.ts";
import { fullName, pullOf } from "../world/world.ts";
import { commitOf } from "./git.ts";
import {
  type Args,
  type TypeFields,
  addresses,
  connect,
  failure,
  fields,
  narrow,
  present,
  record,
} from "./resolving.ts";

export const checkTypes: TypeFields = {
  CheckRun: fields<CheckRun>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => narrow(id),
    name: ({ name }) => name,
    status: ({ status }) => status.toUpperCase(),
    conclusion: ({ conclusion }) => conclusion?.toUpperCase() ?? null,
    externalId: ({ externalId }) => externalId,
    detailsUrl: ({ detailsUrl, suite }, _args, { world }) =>
      detailsUrl ?? addresses(world, `apps/${suite.app.slug}`).url,
    url: (run, _args, { world }) => addresses(world, `${fullName(run.suite.repo)}/runs/${run.id}`).url,
    permalink: (run, _args, { world }) => addresses(world, `${fullName(run.suite.repo)}/runs/${run.id}`).url,
    title: ({ title }) => title,
    summary: ({ summary }) => summary,
    text: (run) => run.text,
    startedAt: ({ startedAt }) => iso(startedAt),
    completedAt: ({ completedAt }) => isoOrNull(completedAt),
    checkSuite: ({ suite }) => suite,
    repository: ({ suite }) => suite.repo,
    isRequired: ({ suite: { repo, app }, name }, args) => isRequired(repo, { context: name, appId: app.id }, args),
    annotations: ({ annotations }, args, context) =>
      connect(
        annotations.map((one) => ({
          path: one.path,
          annotationLevel: one.annotation_level.toUpperCase(),
          message: one.message,
          title: one.title ?? null,
          rawDetails: one.raw_details ?? null,
          location: {
            start: { line: one.start_line, column: one.start_column ?? null },
            end: { line: one.end_line, column: one.end_column ?? null },
          },
        })),
        args,
        { context, name: "annotations" },
      ),
  }),
  CheckSuite: fields<CheckSuite>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => narrow(id),
    app: ({ app }) => app,
    branch: ({ branch, repo, sha }) =>
      branch === null ? null : { kind: "Ref", repo, name: `refs/heads/${branch}`, sha },
    commit: ({ repo, sha }) => commitOf(repo, sha),
    repository: ({ repo }) => repo,
    status: (suite) => suiteStatus(suite).status.toUpperCase(),
    conclusion: (suite) => suiteStatus(suite).conclusion?.toUpperCase() ?? null,
    createdAt: ({ createdAt }) => iso(createdAt),
    updatedAt: ({ updatedAt }) => iso(updatedAt),
    checkRuns: ({ runs }, args, context) => {
      const { checkName, checkType, status, appId } = record(args, "filterBy");
      const latest = checkType === "ALL" ? runs : [...new Map(runs.map((run) => [run.name, run])).values()];
      const chosen = latest
        .filter(({ name }) => typeof checkName !== "string" || name === checkName)
        .filter((run) => typeof status !== "string" || run.status.toUpperCase() === status)
        .filter(({ suite }) => typeof appId !== "number" || suite.app.id === appId);
      return connect(chosen, args, { context, name: "checkRuns" });
    },
  }),
  StatusContext: fields<Status>({
    id: ({ nodeId }) => nodeId,
    context: ({ context }) => context,
    state: ({ state }) => state.toUpperCase(),
    description: ({ description }) => description,
    targetUrl: ({ targetUrl }) => targetUrl,
    createdAt: ({ createdAt }) => iso(createdAt),
    creator: ({ creator }) => present(creator),
    commit: ({ repo, sha }) => commitOf(repo, sha),
    isRequired: ({ repo, context }, args) => isRequired(repo, { context, appId: null }, args),
  }),
  App: fields<App>({
    id: ({ nodeId }) => nodeId,
    databaseId: ({ id }) => id,
    slug: ({ slug }) => slug,
    name: ({ name }) => name,
    clientId: ({ clientId }) => clientId,
    createdAt: ({ createdAt }) => iso(createdAt),
  }),
};

/** Whether the base branch of that pull request requires the context, from this App or from anybody. */
function isRequired(repo: Repository, check: { context: string; appId: number | null }, args: Args): boolean {
  const number = args["pullRequestNumber"];
  const pull = typeof number === "number" ? pullOf(repo, number) : undefined;
  if (pull === undefined) throw failure("UNPROCESSABLE", "You must provide pullRequestNumber or pullRequestId");
  const required = requiredOn(repo, pull.baseRef);
  return required.some(({ context, appId }) => context === check.context && (appId === null || appId === check.appId));
}
