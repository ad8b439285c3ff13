import { z } from "zod";
import { concernsOf } from "../../evaluation/enforcement/concerns.ts";
import type { Concern, Enforced } from "../../evaluation/enforcement/settings.ts";
import { GithubError } from "../../github/errors.ts";
import { readSettings, type Get } from "../../github/repository-settings.ts";
import type { Policy } from "../../procedures/policy.ts";
import { RetryLater } from "../../readiness/retry-later.ts";
import { CHECK_NAME } from "../../report/check-run.ts";
import type { Reply } from "../answers.ts";
import { policyOnGithub } from "../doctor/policy-on-github.ts";
import { readingWith } from "../doctor/personal.ts";
import { diagnosisText, type Diagnosis } from "../doctor/text.ts";
import { EXIT } from "../exit-code.ts";
import type { Shell } from "../shell.ts";
import { WrongUse } from "../wrong-use.ts";

export interface DoctorRequest {
  readonly repo: string;
  readonly branch?: string | undefined;
  readonly appId?: number | undefined;
  readonly tokenEnv?: string | undefined;
  readonly format: "text" | "json";
}

/** `gatehouse doctor`: whether the repository's settings make people and workflows pass the gate. Reads only. */
export const doctor = async (request: DoctorRequest, shell: Shell): Promise<Reply> => {
  const [owner = "", name = "", ...more] = request.repo.split("/");
  if (owner === "" || name === "" || more.length > 0)
    throw new WrongUse(`\`--repo ${request.repo}\`: expected OWNER/NAME, such as \`acme/shop\`.`);
  const get = readingWith(tokenOf(request, shell), apiOf(shell));
  const diagnosis = await explained(request.repo, () => diagnosed(get, { ...request, owner, name }, shell));
  const text = request.format === "json" ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis);
  return { text, exit: diagnosis.holds ? EXIT.yes : EXIT.no };
};

const tokenOf = ({ tokenEnv }: DoctorRequest, { env }: Shell): string => {
  const names = tokenEnv === undefined ? ["GITHUB_TOKEN", "GH_TOKEN"] : [tokenEnv];
  const token = names.map((name) => env[name]?.trim() ?? "").find((value) => value !== "");
  if (token !== undefined) return token;
  throw new WrongUse(
    `Set ${names.map((name) => `\`${name}\``).join(" or ")} to a GitHub token that may read the repository; an administrator's sees most. \`GITHUB_TOKEN=$(gh auth token) gatehouse doctor …\` will do.`,
  );
};

const apiOf = ({ env }: Shell): string => (env["GITHUB_API_URL"] ?? "https://api.github.com").replace(/\/+$/u, "");

const Repository = z.object({ default_branch: z.string() });

interface Asked {
  readonly owner: string;
  readonly name: string;
  readonly repo: string;
  readonly branch?: string | undefined;
  readonly appId?: number | undefined;
}

const diagnosed = async (get: Get, asked: Asked, { env }: Shell): Promise<Diagnosis> => {
  const { owner, name, repo } = asked;
  const where = { owner, repo: name };
  const { default_branch: byDefault } = Repository.parse(await get("GET /repos/{owner}/{repo}", where));
  const branch = asked.branch ?? byDefault;
  const [settings, policy] = await Promise.all([
    readSettings({ get, where, branch }),
    policyOnGithub(get, { owner, name, branch }),
  ]);
  const appId = asked.appId ?? numbered(env["APP_ID"]);
  const concerns = [...policyConcerns(policy), ...concernsOf(settings, enforcedBy(policy, appId))];
  return { repository: repo, branch, holds: concerns.every(({ severity }) => severity !== "error"), concerns };
};

const numbered = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d*$/u.test(text.trim()) ? Number(text) : undefined;

const policyConcerns = (policy: Policy | undefined): readonly Concern[] => {
  if (policy === undefined)
    return [
      {
        severity: "error",
        code: "no-config",
        says: "There is no config: Gatehouse says nothing in this repository.",
        remedy: "Add `.github/gatehouse.yml`; the README tells how to begin.",
      },
    ];
  const broken = policy.findings.filter(({ severity }) => severity === "error");
  const told = broken.map(({ file, line, message }): Concern => ({
    severity: "error",
    code: "config-broken",
    says: `${file}:${line}: ${message}`,
    remedy: "Mend it: every gate is shut meanwhile.",
  }));
  if (policy.mode === "enforce") return told;
  return [
    ...told,
    {
      severity: "warning",
      code: "shadow",
      says: "The config's mode is `shadow`: nothing is held back.",
      remedy: "Set `mode: enforce` when the procedures are tried out.",
    },
  ];
};

const enforcedBy = (policy: Policy | undefined, appId: number | undefined): Enforced => {
  const phases = (policy?.procedures ?? [])
    .filter(({ mode }) => mode === "enforce")
    .flatMap(({ procedure }) => procedure.phases)
    .filter(({ blocks }) => blocks === "deploy");
  const named = [...phases.flatMap(({ environments }) => environments), ...Object.keys(policy?.environments ?? {})];
  return {
    check: CHECK_NAME,
    appId,
    environments: [...new Map(named.map((name) => [name.toLowerCase(), name])).values()],
    everywhere: phases.some(({ environments }) => environments.length === 0),
  };
};

const explained = async <Answer>(repository: string, ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RetryLater) throw new WrongUse(`GitHub asks to wait until ${error.at.toISOString()}.`);
    if (!(error instanceof GithubError)) throw error;
    const hint =
      error.status === 404
        ? ` There is no such repository, or the token may not see it: ${repository}.`
        : error.status === 401
          ? " The token is not valid."
          : "";
    throw new WrongUse(`GitHub did not answer.${hint} (${error.message})`);
  }
};
