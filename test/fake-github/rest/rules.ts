import { repositoryUrl } from "../present/repository.ts";
import { iso } from "../world/clock.ts";
import type { Repository, RequiredCheck } from "../world/model.ts";
import { Refusal, found } from "../world/refusal.ts";
import { type Ruleset, rulesetsOn } from "../world/rulesets.ts";
import { branchSha, fullName } from "../world/world.ts";
import { type Call, METADATA, type Route, paged, read } from "./route.ts";

/** What branches demand before anything is merged into them. */
export const ruleRoutes: readonly Route[] = [
  { name: "GET /repos/{owner}/{repo}/rules/branches/{branch}", handle: onBranch },
  { name: "GET /repos/{owner}/{repo}/branches/{branch}/protection", handle: protection },
  {
    name: "GET /repos/{owner}/{repo}/rulesets",
    handle: (call) => {
      const repo = call.repo(METADATA);
      return paged(call, listed(call, repo), { each: (one) => summary(call, repo, one) });
    },
  },
  { name: "GET /repos/{owner}/{repo}/rulesets/{ruleset_id}", handle: whole },
];

function onBranch(call: Call) {
  const repo = call.repo(METADATA);
  const rules = rulesetsOn(repo, call.param("branch")).flatMap((ruleset) =>
    rulesOf(ruleset).map((rule) => ({
      ...rule,
      ruleset_source_type: ruleset.source,
      ruleset_source: sourceOf(repo, ruleset),
      ruleset_id: ruleset.id,
    })),
  );
  return paged(call, rules, { each: (rule) => rule });
}

function whole(call: Call) {
  const repo = call.repo(METADATA);
  const ruleset = found(listed(call, repo).find(({ id }) => id === call.number("ruleset_id")));
  const { include, exclude } = ruleset;
  return {
    ...summary(call, repo, ruleset),
    conditions: { ref_name: { include, exclude } },
    rules: rulesOf(ruleset),
    ...(mayChange(call, repo) ? { bypass_actors: ruleset.bypass } : {}),
  };
}

/** Who may bypass is shown to those who may change the ruleset: https://docs.github.com/en/rest/repos/rules#get-a-repository-ruleset */
function mayChange({ viewer }: Call, repo: Repository): boolean {
  if (viewer.kind === "installation") return viewer.permissions["administration"] === "write";
  return viewer.kind === "user" && repo.collaborators.get(viewer.account) === "admin";
}

const listed = (call: Call, repo: Repository): Ruleset[] =>
  repo.rulesets.filter(({ source }) => source === "Repository" || call.query.get("includes_parents") !== "false");

function summary(call: Call, repo: Repository, { id, name, source, enforcement }: Ruleset) {
  const made = iso(repo.createdAt);
  const from = sourceOf(repo, { source });
  return {
    id,
    name,
    target: "branch",
    source_type: source,
    source: from,
    enforcement,
    node_id: `RRS_${id}`,
    _links: { self: { href: `${repositoryUrl(call.world, repo)}/rulesets/${id}` } },
    created_at: made,
    updated_at: made,
  };
}

const sourceOf = (repo: Repository, { source }: Pick<Ruleset, "source">): string =>
  source === "Organization" ? repo.owner.login : fullName(repo);

function rulesOf({ checks, queue }: Ruleset) {
  const required = {
    type: "required_status_checks",
    parameters: {
      strict_required_status_checks_policy: false,
      do_not_enforce_on_create: false,
      required_status_checks: checks.map(({ context, appId }) => ({
        context,
        ...(appId === null ? {} : { integration_id: appId }),
      })),
    },
  };
  return [...(checks.length === 0 ? [] : [required]), ...(queue === null ? [] : [queueRule(queue)])];
}

const queueRule = ({ strategy, method, timeout, build }: NonNullable<Ruleset["queue"]>) => ({
  type: "merge_queue",
  parameters: {
    check_response_timeout_minutes: timeout,
    grouping_strategy: strategy,
    max_entries_to_build: build,
    max_entries_to_merge: 5,
    merge_method: method,
    min_entries_to_merge: 1,
    min_entries_to_merge_wait_minutes: 0,
  },
});

/** Classic protection only; rulesets don't show here. */
function protection(call: Call) {
  const repo = call.repo({ ...read("administration"), role: "admin" });
  if (call.viewer.kind === "anonymous") throw new Refusal(401, "Requires authentication");
  const branch = call.param("branch");
  if (branchSha(repo, branch) === undefined) throw new Refusal(404, "Branch not found");
  const known = repo.protections.get(branch);
  if (known === undefined) throw new Refusal(404, "Branch not protected");
  const url = `${repositoryUrl(call.world, repo)}/branches/${branch}/protection`;
  return {
    url,
    ...(known.checks.length === 0 ? {} : { required_status_checks: statusChecks(url, known.checks) }),
    enforce_admins: { url: `${url}/enforce_admins`, enabled: known.enforceAdmins },
    required_linear_history: { enabled: false },
    allow_force_pushes: { enabled: false },
    allow_deletions: { enabled: false },
    block_creations: { enabled: false },
    required_conversation_resolution: { enabled: false },
    lock_branch: { enabled: false },
    allow_fork_syncing: { enabled: false },
  };
}

const statusChecks = (url: string, checks: readonly RequiredCheck[]) => ({
  url: `${url}/required_status_checks`,
  strict: false,
  contexts: checks.map(({ context }) => context),
  contexts_url: `${url}/required_status_checks/contexts`,
  checks: checks.map(({ context, appId }) => ({ context, app_id: appId })),
});
