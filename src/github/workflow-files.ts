import { load } from "js-yaml";
import { z } from "zod";
import type { WorkflowSettings } from "../evaluation/enforcement/settings.ts";
import { isGone } from "./errors.ts";
import type { Get } from "./repository-settings.ts";

interface At {
  readonly owner: string;
  readonly repo: string;
  readonly ref: string;
}

const FOLDER = ".github/workflows";

const Listing = z.array(z.object({ path: z.string(), type: z.string() }));
const File = z.object({ content: z.string(), encoding: z.string() });

/** Every workflow at a branch with the environments that its jobs name. https://docs.github.com/en/rest/repos/contents */
export const workflowsOf = async (get: Get, at: At): Promise<readonly WorkflowSettings[]> => {
  const files = (await listed(get, at)).filter(({ type, path }) => type === "file" && /\.ya?ml$/iu.test(path));
  return Promise.all(files.map(({ path }) => workflowAt(get, { ...at, path })));
};

const listed = async (get: Get, at: At): Promise<z.output<typeof Listing>> => {
  try {
    return Listing.parse(await get("GET /repos/{owner}/{repo}/contents/{path}", { ...at, path: FOLDER }));
  } catch (error) {
    if (isGone(error)) return [];
    throw error;
  }
};

const workflowAt = async (get: Get, at: At & { readonly path: string }): Promise<WorkflowSettings> => {
  const { path } = at;
  const file = File.safeParse(await get("GET /repos/{owner}/{repo}/contents/{path}", { ...at }));
  if (!file.success) return { path, environments: [], problem: "it is too large to be read." };
  try {
    const text = Buffer.from(file.data.content, "base64").toString("utf8");
    return { path, environments: environmentsIn(load(text)) };
  } catch (error) {
    return { path, environments: [], problem: error instanceof Error ? (error.message.split("\n")[0] ?? "") : "" };
  }
};

const Named = z.union([z.string(), z.object({ name: z.string() }).transform(({ name }) => name)]);
const Workflow = z.object({ jobs: z.record(z.string(), z.object({ environment: Named.optional() })) });

/**
 * The environments of the jobs; null where an expression gives the name. A job that calls another workflow names none of its own.
 * https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-syntax#jobsjob_idenvironment
 */
const environmentsIn = (document: unknown): readonly (string | null)[] =>
  Object.values(jobsOf(document)).flatMap(({ environment }) => {
    if (environment === undefined) return [];
    return [environment.includes("${{") ? null : environment];
  });

const jobsOf = (document: unknown): z.output<typeof Workflow>["jobs"] => {
  const workflow = Workflow.safeParse(document);
  if (!workflow.success) throw new Error("its `jobs` can't be made out.");
  return workflow.data.jobs;
};
