import { checkRunInHook, checkSuiteInHook, status as presentStatus } from "../present/check.ts";
import { user } from "../present/account.ts";
import { commit } from "../present/commit.ts";
import { repositoryUrl } from "../present/repository.ts";
import { suiteStatus } from "../world/derived.ts";
import { iso } from "../world/clock.ts";
import type { Account, Action, Annotation, App, CheckRun, CheckSuite, Repository, Status } from "../world/model.ts";
import { invalid } from "../world/refusal.ts";
import { type World, fullName, isInstalled } from "../world/world.ts";

export interface RunFields {
  readonly name?: string | undefined;
  readonly status?: string | undefined;
  readonly conclusion?: string | undefined;
  readonly external_id?: string | undefined;
  readonly details_url?: string | undefined;
  readonly started_at?: string | undefined;
  readonly completed_at?: string | undefined;
  readonly output?:
    | {
        readonly title?: string | undefined;
        readonly summary: string;
        readonly text?: string | undefined;
        readonly annotations?: readonly Annotation[] | undefined;
      }
    | undefined;
  readonly actions?: readonly Action[] | undefined;
}

export function createRun(
  world: World,
  at: { repo: Repository; app: App; sha: string; workflow?: string | undefined },
  fields: RunFields & { name: string },
): CheckRun {
  if (at.repo.git.commit(at.sha) === undefined) throw invalid(`No commit found for SHA: ${at.sha}`);
  const suite = suiteFor(world, at);
  const run = world.add("run", (ids): CheckRun => ({
    kind: "CheckRun",
    ...ids,
    suite,
    name: fields.name,
    status: "queued",
    conclusion: null,
    externalId: "",
    detailsUrl: null,
    startedAt: world.now(),
    completedAt: null,
    title: null,
    summary: null,
    text: null,
    annotations: [],
    actions: [],
  }));
  suite.runs.push(run);
  world.runs.set(run.id, run);
  apply(world, run, fields);
  tellRun(world, run, { action: "created" });
  if (run.status === "completed") tellCompleted(world, run);
  return run;
}

export function updateRun(world: World, run: CheckRun, fields: RunFields): void {
  apply(world, run, fields);
  if (fields.conclusion !== undefined || fields.status === "completed") tellCompleted(world, run);
}

/** "Re-run" on one run: the run stays as it is, its suite waits again. */
export function rerequestRun(world: World, run: CheckRun, by: Account): void {
  run.suite.reset = true;
  tellRun(world, run, { action: "rerequested", by });
}

export function rerequestSuite(world: World, suite: CheckSuite, by: Account): void {
  suite.reset = true;
  tellSuite(world, suite, { action: "rerequested", by });
}

/** Somebody presses one of the buttons on a completed run. */
export function pressButton(world: World, run: CheckRun, press: { by: Account; identifier: string }): void {
  if (run.status !== "completed") throw invalid("Buttons are shown on completed check runs only");
  if (!run.actions.some(({ identifier }) => identifier === press.identifier))
    throw invalid(`Check run ${run.name} has no button ${press.identifier}`);
  const extra = { requested_action: { identifier: press.identifier } };
  tellRun(world, run, { action: "requested_action", by: press.by, extra });
}

/** A push makes a suite for every installed App that may write checks, and asks it for its runs. */
export function requestSuites(
  world: World,
  push: { repo: Repository; sha: string; branch: string; before: string | null; by: Account },
): void {
  for (const installation of world.installations) {
    if (!isInstalled(installation, push.repo) || installation.permissions["checks"] !== "write") continue;
    if (push.repo.suites.some(({ app, sha }) => app === installation.app && sha === push.sha)) continue;
    const suite = suiteFor(world, { ...push, app: installation.app });
    tellSuite(world, suite, { action: "requested", by: push.by });
  }
}

export function createStatus(
  world: World,
  at: { repo: Repository; sha: string; by: Account },
  fields: { state: Status["state"]; context: string; description?: string | null; targetUrl?: string | null },
): Status {
  const head = at.repo.git.commit(at.sha);
  if (head === undefined) throw invalid(`No commit found for SHA: ${at.sha}`);
  const status = world.add("status", (ids): Status => ({
    kind: "StatusContext",
    ...ids,
    repo: at.repo,
    sha: at.sha,
    context: fields.context,
    state: fields.state,
    description: fields.description ?? null,
    targetUrl: fields.targetUrl ?? null,
    creator: at.by,
    createdAt: world.now(),
  }));
  at.repo.statuses.push(status);
  const { avatar_url, url: _url, node_id: _node, ...shown } = presentStatus(world, status);
  world.tell({
    event: "status",
    action: null,
    sender: at.by,
    repo: at.repo,
    body: {
      ...shown,
      avatar_url,
      sha: at.sha,
      name: fullName(at.repo),
      commit: { ...commit(world, at.repo, head), author: user(world, at.by), committer: user(world, at.by) },
      branches: branchesAt(at.repo, at.sha).map((branch) => ({
        ...branch,
        commit: { sha: at.sha, url: `${repositoryUrl(world, at.repo)}/commits/${at.sha}` },
      })),
      created_at: iso(status.createdAt),
    },
  });
  return status;
}

function suiteFor(
  world: World,
  at: {
    repo: Repository;
    app: App;
    sha: string;
    branch?: string;
    before?: string | null;
    workflow?: string | undefined;
  },
): CheckSuite {
  const workflow = at.workflow ?? null;
  const known = at.repo.suites.find(
    (suite) => suite.app === at.app && suite.sha === at.sha && suite.workflow === workflow,
  );
  if (known !== undefined) return known;
  const [branch] = branchesAt(at.repo, at.sha);
  const suite = world.add("suite", (ids): CheckSuite => ({
    kind: "CheckSuite",
    ...ids,
    repo: at.repo,
    app: at.app,
    sha: at.sha,
    branch: at.branch ?? branch?.name ?? null,
    before: at.before ?? at.repo.git.commitAt(at.sha).parents[0] ?? null,
    workflow,
    runs: [],
    createdAt: world.now(),
    updatedAt: world.now(),
    reset: false,
  }));
  at.repo.suites.push(suite);
  world.suites.set(suite.id, suite);
  return suite;
}

function branchesAt(repo: Repository, sha: string) {
  return [...repo.refs]
    .filter(([ref, tip]) => tip === sha && ref.startsWith("refs/heads/"))
    .map(([ref]) => ({ name: ref.slice("refs/heads/".length), protected: false }));
}

function apply(world: World, run: CheckRun, fields: RunFields): void {
  const { output } = fields;
  run.name = fields.name ?? run.name;
  run.externalId = fields.external_id ?? run.externalId;
  run.detailsUrl = fields.details_url ?? run.detailsUrl;
  run.startedAt = fields.started_at === undefined ? run.startedAt : new Date(fields.started_at);
  run.actions = fields.actions ?? run.actions;
  if (output !== undefined) {
    run.title = output.title ?? run.title;
    run.summary = output.summary;
    run.text = output.text ?? run.text;
    run.annotations.push(...(output.annotations ?? []));
  }
  conclude(world, run, fields);
  run.suite.updatedAt = world.now();
  run.suite.reset = false;
}

/** A conclusion completes the run; a run set going again loses its conclusion. */
function conclude(world: World, run: CheckRun, { status, conclusion, completed_at }: RunFields): void {
  if (status === "completed" && conclusion === undefined && run.conclusion === null)
    throw invalid("Invalid request.\n\nFor 'allOf/1', \"conclusion\" wasn't supplied.");
  if (conclusion === undefined && status !== undefined && status !== "completed") {
    Object.assign(run, { status, conclusion: null, completedAt: null });
    return;
  }
  if (conclusion === undefined) return;
  const completedAt = completed_at === undefined ? world.now() : new Date(completed_at);
  Object.assign(run, { status: "completed", conclusion, completedAt });
}

function tellCompleted(world: World, run: CheckRun): void {
  tellRun(world, run, { action: "completed" });
  if (suiteStatus(run.suite).status === "completed") tellSuite(world, run.suite, { action: "completed" });
}

function tellRun(world: World, run: CheckRun, telling: { action: string; by?: Account; extra?: object }): void {
  const { suite } = run;
  const asked = telling.by !== undefined;
  world.tell({
    event: "check_run",
    action: telling.action,
    sender: telling.by ?? suite.app.bot,
    repo: suite.repo,
    body: { check_run: checkRunInHook(world, run), ...telling.extra },
    onlyFor: asked ? suite.app : undefined,
  });
}

function tellSuite(world: World, suite: CheckSuite, telling: { action: string; by?: Account }): void {
  world.tell({
    event: "check_suite",
    action: telling.action,
    sender: telling.by ?? suite.app.bot,
    repo: suite.repo,
    body: { check_suite: checkSuiteInHook(world, suite) },
    onlyFor: telling.action === "completed" ? undefined : suite.app,
  });
}
