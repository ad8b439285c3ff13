import { z } from "zod";
import { review } from "../acts/workflows.ts";
import { user } from "../present/account.ts";
import { iso } from "../world/clock.ts";
import { environment, environmentRule, shortEnvironment, workflowRun } from "../present/workflow.ts";
import { type Environment, type WorkflowRun, environmentOf, latestAttempt, stateOf } from "../world/actions.ts";
import { Refusal, found, invalid } from "../world/refusal.ts";
import { type Answer, type Call, NO_CONTENT, type Route, paged, read, write } from "./route.ts";

const READ = read("actions");
const REPO = "/repos/{owner}/{repo}";
const ENVIRONMENT = `${REPO}/environments/{environment_name}`;
const RUN = `${REPO}/actions/runs/{run_id}`;

const Review = z.object({
  environment_name: z.string(),
  state: z.enum(["approved", "rejected"]).optional(),
  comment: z.string().optional(),
});

export const actionRoutes: readonly Route[] = [
  {
    name: `GET ${REPO}/environments`,
    handle: (call) =>
      paged(call, [...call.repo(READ).environments.values()], {
        each: (one) => environment(call.world, one),
        wrap: (environments, total_count) => ({ total_count, environments }),
      }),
  },
  { name: `GET ${ENVIRONMENT}`, handle: (call) => environment(call.world, named(call)) },
  {
    name: `GET ${ENVIRONMENT}/deployment_protection_rules`,
    handle: (call) => {
      const rules = named(call).rules.map((rule) => environmentRule(call.world, rule));
      return { total_count: rules.length, custom_deployment_protection_rules: rules };
    },
  },
  { name: `GET ${REPO}/actions/runs`, handle: list },
  { name: `GET ${RUN}`, handle: (call) => workflowRun(call.world, run(call, READ)) },
  {
    name: `GET ${RUN}/attempts/{attempt_number}`,
    handle: (call) => {
      const one = run(call, READ);
      const attempt = found(one.attempts.find(({ number }) => number === call.number("attempt_number")));
      return workflowRun(call.world, one, attempt);
    },
  },
  { name: `GET ${RUN}/pending_deployments`, handle: pending },
  {
    name: `GET ${RUN}/approvals`,
    handle: (call) =>
      run(call, READ).reviews.map(({ environment: of, state, app, comment }) => ({
        environments: [
          { ...shortEnvironment(call.world, of), created_at: iso(of.createdAt), updated_at: iso(of.createdAt) },
        ],
        state,
        user: user(call.world, app.bot),
        comment,
      })),
  },
  { name: `POST ${RUN}/deployment_protection_rule`, handle: answer },
];

const named = (call: Call): Environment => found(environmentOf(call.repo(READ), call.param("environment_name")));

function run(call: Call, needs: Parameters<Call["repo"]>[0]): WorkflowRun {
  return found(call.repo(needs).workflowRuns.find(({ id }) => id === call.number("run_id")));
}

function list(call: Call): Answer {
  const asked = (name: string, ...values: readonly (string | null)[]): boolean => {
    const wanted = call.query.get(name);
    return wanted === null || values.includes(wanted);
  };
  const chosen = call.repo(READ).workflowRuns.filter((one) => {
    const { status, conclusion } = stateOf(latestAttempt(one));
    return (
      asked("status", status, conclusion) &&
      asked("head_sha", one.sha) &&
      asked("branch", one.ref) &&
      asked("event", one.event) &&
      asked("actor", one.actor.login)
    );
  });
  return paged(call, chosen.toReversed(), {
    each: (one) => workflowRun(call.world, one),
    wrap: (workflow_runs, total_count) => ({ total_count, workflow_runs }),
  });
}

/** Each environment once, however many jobs wait for it. */
function pending(call: Call): unknown[] {
  const one = run(call, READ);
  const waiting = latestAttempt(one).jobs.filter(({ state }) => state === "waiting");
  const environments = waiting.flatMap(({ plan }) => environmentOf(one.repo, plan.environment ?? "") ?? []);
  return [...new Set(environments)].map((of) => ({
    environment: shortEnvironment(call.world, of),
    wait_timer: 0,
    wait_timer_started_at: null,
    current_user_can_approve: false,
    reviewers: [],
  }));
}

function answer(call: Call): Answer {
  const one = run(call, write("deployments"));
  const { app } = call.actor();
  if (app === null) throw new Refusal(403, "Only GitHub Apps can review custom deployment protection rules");
  const { environment_name: name, state, comment } = call.body(Review);
  if (state === undefined && comment === undefined) throw invalid('Invalid request.\n\n"comment" wasn\'t supplied.');
  review(call.world, one, { app, environment: name, state, comment: comment ?? "" });
  return NO_CONTENT;
}
