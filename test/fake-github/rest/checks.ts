import { z } from "zod";
import { createRun, createStatus, rerequestRun, rerequestSuite, updateRun } from "../acts/checks.ts";
import { annotation, checkRun, checkSuite, status, statusWithCreator } from "../present/check.ts";
import { minimalRepository, repositoryUrl } from "../present/repository.ts";
import { latestRuns, latestStatuses, suitesOf } from "../world/derived.ts";
import type { App, CheckRun } from "../world/model.ts";
import { Refusal, found } from "../world/refusal.ts";
import { type Call, type Route, created, paged, read, write } from "./route.ts";

const READ = read("checks");
const WRITE = write("checks");
const REPO = "/repos/{owner}/{repo}";

const Annotation = z.object({
  path: z.string(),
  start_line: z.int(),
  end_line: z.int(),
  start_column: z.int().optional(),
  end_column: z.int().optional(),
  annotation_level: z.enum(["notice", "warning", "failure"]),
  message: z.string().max(65_536),
  title: z.string().max(255).optional(),
  raw_details: z.string().max(65_536).optional(),
});
const Run = z.object({
  name: z.string().optional(),
  status: z.enum(["queued", "in_progress", "completed"]).optional(),
  conclusion: z
    .enum(["action_required", "cancelled", "failure", "neutral", "success", "skipped", "timed_out"])
    .optional(),
  external_id: z.string().optional(),
  details_url: z.string().optional(),
  started_at: z.string().optional(),
  completed_at: z.string().optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: z.string().max(65_535),
      text: z.string().max(65_535).optional(),
      annotations: z.array(Annotation).max(50).optional(),
    })
    .optional(),
  actions: z
    .array(z.object({ label: z.string().max(20), description: z.string().max(40), identifier: z.string().max(20) }))
    .max(3)
    .optional(),
});
const NewRun = Run.extend({ name: z.string(), head_sha: z.string() });
const NewStatus = z.object({
  state: z.enum(["error", "failure", "pending", "success"]),
  context: z.string().default("default"),
  description: z.string().max(140).nullish(),
  target_url: z.string().nullish(),
});

export const checkRoutes: readonly Route[] = [
  {
    name: `POST ${REPO}/check-runs`,
    handle: (call) => {
      const repo = call.repo(WRITE);
      const { head_sha, ...fields } = call.body(NewRun);
      return created(checkRun(call.world, createRun(call.world, { repo, app: ownApp(call), sha: head_sha }, fields)));
    },
  },
  { name: `GET ${REPO}/check-runs/{check_run_id}`, handle: (call) => checkRun(call.world, run(call, READ)) },
  {
    name: `PATCH ${REPO}/check-runs/{check_run_id}`,
    handle: (call) => {
      const one = run(call, WRITE);
      if (one.suite.app !== ownApp(call))
        throw new Refusal(
          403,
          "Invalid app_id `" +
            String(ownApp(call).id) +
            "` - check run can only be modified by the GitHub App that created it.",
        );
      updateRun(call.world, one, call.body(Run));
      return checkRun(call.world, one);
    },
  },
  {
    name: `GET ${REPO}/check-runs/{check_run_id}/annotations`,
    handle: (call) => {
      const one = run(call, READ);
      return paged(call, one.annotations, { each: (each) => annotation(call.world, one, each) });
    },
  },
  {
    name: `POST ${REPO}/check-runs/{check_run_id}/rerequest`,
    handle: (call) => {
      rerequestRun(call.world, run(call, { ...WRITE, role: "write" }), call.actor().by);
      return created({});
    },
  },
  { name: `GET ${REPO}/check-suites/{check_suite_id}`, handle: (call) => checkSuite(call.world, suite(call, READ)) },
  {
    name: `POST ${REPO}/check-suites/{check_suite_id}/rerequest`,
    handle: (call) => {
      rerequestSuite(call.world, suite(call, { ...WRITE, role: "write" }), call.actor().by);
      return created({});
    },
  },
  { name: `GET ${REPO}/commits/{ref}/check-runs`, handle: runsOf },
  {
    name: `GET ${REPO}/commits/{ref}/check-suites`,
    handle: (call) => {
      const repo = call.repo(READ);
      const appId = call.query.get("app_id");
      const suites = suitesOf(repo, call.commit(repo, call.param("ref"))).filter(
        ({ app }) => appId === null || String(app.id) === appId,
      );
      return paged(call, suites, {
        each: (one) => checkSuite(call.world, one),
        wrap: (check_suites, total_count) => ({ total_count, check_suites }),
      });
    },
  },
  {
    name: `POST ${REPO}/statuses/{sha}`,
    handle: (call) => {
      const { target_url, ...fields } = call.body(NewStatus);
      const at = {
        repo: call.repo({ ...write("statuses"), role: "write" }),
        sha: call.param("sha"),
        by: call.actor().by,
      };
      const posted = createStatus(call.world, at, {
        ...fields,
        description: fields.description ?? null,
        targetUrl: target_url ?? null,
      });
      return created(statusWithCreator(call.world, posted));
    },
  },
  { name: `GET ${REPO}/commits/{ref}/status`, handle: combinedStatus },
  {
    name: `GET ${REPO}/commits/{ref}/statuses`,
    handle: (call) => {
      const repo = call.repo(read("statuses"));
      const sha = call.commit(repo, call.param("ref"));
      const posted = repo.statuses.filter((one) => one.sha === sha).toReversed();
      return paged(call, posted, { each: (one) => statusWithCreator(call.world, one) });
    },
  },
];

/** Only Apps write check runs. */
function ownApp(call: Call): App {
  const { app } = call.actor();
  if (app === null) throw new Refusal(403, "You must authenticate via a GitHub App.");
  return app;
}

function run(call: Call, needs: Parameters<Call["repo"]>[0]): CheckRun {
  const repo = call.repo(needs);
  const one = found(call.world.runs.get(call.number("check_run_id")));
  return found(one.suite.repo === repo ? one : undefined);
}

function suite(call: Call, needs: Parameters<Call["repo"]>[0]) {
  const repo = call.repo(needs);
  const one = found(call.world.suites.get(call.number("check_suite_id")));
  return found(one.repo === repo ? one : undefined);
}

function runsOf(call: Call) {
  const repo = call.repo(READ);
  const sha = call.commit(repo, call.param("ref"));
  const name = call.query.get("check_name");
  const appId = call.query.get("app_id");
  const wanted = call.query.get("status");
  const suites = suitesOf(repo, sha);
  const all = call.query.get("filter") === "all" ? suites.flatMap(({ runs }) => runs) : latestRuns(suites);
  const chosen = all
    .filter((one) => name === null || one.name === name)
    .filter(({ suite: { app } }) => appId === null || String(app.id) === appId)
    .filter((one) => wanted === null || one.status === wanted);
  return paged(call, chosen.toReversed(), {
    each: (one) => checkRun(call.world, one),
    wrap: (check_runs, total_count) => ({ total_count, check_runs }),
  });
}

function combinedStatus(call: Call) {
  const repo = call.repo(read("statuses"));
  const sha = call.commit(repo, call.param("ref"));
  const statuses = latestStatuses(repo, sha);
  const states = statuses.map(({ state }) => state);
  const bad = states.includes("failure") || states.includes("error");
  const state = bad ? "failure" : states.includes("pending") || states.length === 0 ? "pending" : "success";
  const url = `${repositoryUrl(call.world, repo)}/commits/${sha}`;
  return {
    state,
    statuses: statuses.map((one) => status(call.world, one)),
    sha,
    total_count: statuses.length,
    repository: minimalRepository(call.world, repo),
    commit_url: url,
    url: `${url}/status`,
  };
}
