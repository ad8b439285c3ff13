import { z } from "zod";
import type { Members, Permission, PullHead, Pulls, Runs, SubjectRef, WrittenRun } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import { isGone } from "./errors.ts";

export type ClientOf = (installationId: number) => Promise<Client>;

const Identified = z.object({ id: z.int() });

/** Check runs by REST. GitHub takes at most 50 annotations a request. https://docs.github.com/en/rest/checks/runs */
export const runsOn = (clientOf: ClientOf): Runs => ({
  create: async (subject, run) => {
    const client = await clientOf(subject.installationId);
    const made = await client.write("POST /repos/{owner}/{repo}/check-runs", { ...where(subject), ...bodyOf(run) });
    return String(Identified.parse(made).id);
  },
  update: async (subject, id, run) => {
    const client = await clientOf(subject.installationId);
    const { head_sha: _bound, ...body } = bodyOf(run);
    await client.write("PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}", {
      ...where(subject),
      check_run_id: Number(id),
      ...body,
    });
  },
  find: async (subject, name, headSha) => {
    const client = await clientOf(subject.installationId);
    const found = await client.get("GET /repos/{owner}/{repo}/commits/{ref}/check-runs", {
      ...where(subject),
      ref: headSha,
      check_name: name,
      app_id: client.appId,
      per_page: 1,
    });
    const run = z.object({ check_runs: z.array(Identified) }).parse(found).check_runs[0];
    return run === undefined ? undefined : String(run.id);
  },
});

const MAX_ANNOTATIONS = 50;

const bodyOf = (run: WrittenRun) => ({
  name: run.name,
  head_sha: run.headSha,
  external_id: run.externalId,
  status: "completed",
  conclusion: run.conclusion,
  ...(run.detailsUrl === undefined ? {} : { details_url: run.detailsUrl }),
  output: {
    title: run.title,
    summary: run.summary,
    annotations: run.annotations.slice(0, MAX_ANNOTATIONS).map(({ path, line, level, title, message }) => ({
      path,
      start_line: line,
      end_line: line,
      annotation_level: level,
      title,
      message,
    })),
  },
  actions: run.actions,
});

export const where = ({ owner, name }: Pick<SubjectRef, "owner" | "name">) => ({ owner, repo: name });

const PERMISSIONS: ReadonlySet<string> = new Set<Permission>(["admin", "write", "read", "none"]);
const isPermission = (value: string): value is Permission => PERMISSIONS.has(value);

/**
 * Repository permission by REST: `maintain` counts as write, `triage` as read; Apps and strangers get 404, which is none.
 * https://docs.github.com/en/rest/collaborators/collaborators#get-repository-permissions-for-a-user
 */
export const membersOn = (clientOf: ClientOf): Members => ({
  permission: async (subject, login) => {
    const client = await clientOf(subject.installationId);
    try {
      const found = await client.get("GET /repos/{owner}/{repo}/collaborators/{username}/permission", {
        ...where(subject),
        username: login,
      });
      const { permission } = z.object({ permission: z.string() }).parse(found);
      return isPermission(permission) ? permission : "none";
    } catch (error) {
      if (isGone(error)) return "none";
      throw error;
    }
  },
});

const PullRow = z.object({
  number: z.int(),
  state: z.string(),
  head: z.object({ sha: z.string(), ref: z.string() }),
  base: z.object({ ref: z.string() }),
});

const headOf = ({ number, head, base }: z.output<typeof PullRow>): PullHead => ({
  number,
  headSha: head.sha,
  headRef: head.ref,
  baseRef: base.ref,
});

const PAGE = 100;

/** Open pull requests with a head by REST. https://docs.github.com/en/rest/commits/commits#list-pull-requests-associated-with-a-commit */
export const pullsOn = (clientOf: ClientOf): Pulls => ({
  withHead: async (repository, sha) => {
    const client = await clientOf(repository.installationId);
    const rows = z.array(PullRow).parse(
      await client.get("GET /repos/{owner}/{repo}/commits/{commit_sha}/pulls", {
        ...where(repository),
        commit_sha: sha,
        per_page: PAGE,
      }),
    );
    return rows.filter(({ state, head }) => state === "open" && head.sha === sha).map(headOf);
  },
});
