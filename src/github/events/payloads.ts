import { z } from "zod";

/** Only the fields Gatehouse reads, of the webhook payloads it reads. https://docs.github.com/en/webhooks/webhook-events-and-payloads */
const login = z.object({ login: z.string(), type: z.string().optional() });

const base = {
  action: z.string().optional(),
  installation: z.object({ id: z.int() }).optional(),
  repository: z.object({ id: z.int(), name: z.string(), owner: z.object({ login: z.string() }) }).optional(),
  sender: login.optional(),
};

const pullRequest = z.object({
  number: z.int(),
  state: z.enum(["open", "closed"]).optional(),
  updated_at: z.string().optional(),
  title: z.string().optional(),
  body: z.string().nullish(),
  merged: z.boolean().nullish(),
  merged_at: z.string().nullish(),
  head: z.object({ sha: z.string(), ref: z.string() }),
  base: z.object({ ref: z.string() }),
});

const shortPull = z.object({
  number: z.int(),
  head: z.object({ sha: z.string() }).optional(),
  base: z.object({ ref: z.string(), repo: z.object({ id: z.int() }).optional() }).optional(),
});

export type ShortPull = z.output<typeof shortPull>;

const app = z.object({ id: z.int(), slug: z.string().optional() }).nullish();

export const Envelope = z.object(base);
export type Envelope = z.output<typeof Envelope>;

export const PullRequestPayload = z.object({
  ...base,
  pull_request: pullRequest,
  label: z.object({ name: z.string() }).nullish(),
  changes: z.record(z.string(), z.unknown()).optional(),
});

export const PullPayload = z.object({ ...base, pull_request: pullRequest });

export const CommentPayload = z.object({
  ...base,
  issue: z.object({ number: z.int(), pull_request: z.unknown().optional() }),
  comment: z.object({
    id: z.int(),
    body: z.string().nullish(),
    user: login.nullish(),
    created_at: z.string(),
    updated_at: z.string(),
    performed_via_github_app: app,
  }),
  changes: z.object({ body: z.object({ from: z.string() }).optional() }).optional(),
});

export const IssuesPayload = z.object({
  ...base,
  issue: z.object({
    number: z.int(),
    state: z.enum(["open", "closed"]).optional(),
    updated_at: z.string().optional(),
    labels: z.array(z.unknown()).optional(),
    milestone: z.unknown().optional(),
  }),
  label: z.object({ name: z.string() }).nullish(),
});

export const LabelPayload = z.object({
  ...base,
  label: z.object({ name: z.string() }),
  changes: z.object({ name: z.object({ from: z.string() }).optional() }).optional(),
});

export const CheckRunPayload = z.object({
  ...base,
  check_run: z.object({
    head_sha: z.string(),
    name: z.string(),
    status: z.string().optional(),
    completed_at: z.string().nullish(),
    app,
    pull_requests: z.array(shortPull).optional(),
  }),
});

export const CheckSuitePayload = z.object({
  ...base,
  check_suite: z.object({ head_sha: z.string(), app, pull_requests: z.array(shortPull).optional() }),
});

export const StatusPayload = z.object({
  ...base,
  sha: z.string(),
  context: z.string().optional(),
  state: z.string().optional(),
  updated_at: z.string().optional(),
});

export const DeploymentStatusPayload = z.object({
  ...base,
  deployment: z.object({ environment: z.string() }),
  deployment_status: z.object({ state: z.string() }).optional(),
});

export const ProtectionRulePayload = z.object({
  ...base,
  environment: z.string().optional(),
  sha: z.string().nullish(),
  ref: z.string().nullish(),
  deployment_callback_url: z.string().optional(),
  deployment: z
    .object({ sha: z.string().optional(), ref: z.string().optional(), environment: z.string().optional() })
    .nullish(),
});

export const MergeGroupPayload = z.object({
  ...base,
  merge_group: z.object({ head_sha: z.string(), head_ref: z.string(), base_sha: z.string(), base_ref: z.string() }),
});

export const PushPayload = z.object({
  ...base,
  repository: base.repository
    .unwrap()
    .extend({
      default_branch: z.string().optional(),
      /** Seconds since 1970 in this event alone; a time in words in others. */
      pushed_at: z.union([z.number(), z.string()]).nullish(),
    })
    .optional(),
  ref: z.string(),
  before: z.string(),
  after: z.string(),
  deleted: z.boolean().optional(),
  forced: z.boolean().optional(),
  size: z.int().optional(),
  commits: z
    .array(
      z.object({
        added: z.array(z.string()).optional(),
        removed: z.array(z.string()).optional(),
        modified: z.array(z.string()).optional(),
      }),
    )
    .nullish(),
});

export const RepositoryPayload = z.object({
  ...base,
  repository: base.repository.unwrap().extend({ default_branch: z.string().optional() }).optional(),
  changes: z.object({ default_branch: z.object({ from: z.string() }).optional() }).optional(),
});

const organization = z.object({ login: z.string() });

/** Of a team, and of who belongs to it. */
export const TeamPayload = z.object({
  ...base,
  organization: organization.optional(),
  team: z.object({ slug: z.string().optional(), parent: z.unknown().optional() }).optional(),
});

export const MemberPayload = z.object(base);

export const OrganizationPayload = z.object({ ...base, organization });

export const InstallationPayload = z.object({
  action: z.string(),
  installation: z.object({ id: z.int(), account: z.object({ login: z.string() }).nullish() }),
  repositories: z.array(z.object({ id: z.int(), full_name: z.string() })).optional(),
  repositories_removed: z.array(z.object({ id: z.int(), full_name: z.string() })).optional(),
  repositories_added: z.array(z.object({ id: z.int(), full_name: z.string() })).optional(),
  sender: login.optional(),
});
