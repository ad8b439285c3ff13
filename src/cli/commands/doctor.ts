import { z } from "zod";
import { concernsOf } from "../../evaluation/enforcement/concerns.ts";
import { enforcedBy } from "../../evaluation/enforcement/enforced.ts";
import type { Concern } from "../../evaluation/enforcement/settings.ts";
import { readSettings, type Get } from "../../github/repository-settings.ts";
import type { Policy } from "../../procedures/policy.ts";
import { CHECK_NAME } from "../../report/check-run.ts";
import { countedSince } from "../../readiness/adoption/shadow-merges.ts";
import type { ShadowTally } from "../../report/shadow.ts";
import { createShadow } from "../../store/shadow.ts";
import type { Reply } from "../answers.ts";
import { withLedger } from "../audit/open-ledger.ts";
import { policyOnGithub } from "../doctor/policy-on-github.ts";
import { diagnosisText, type Diagnosis } from "../doctor/text.ts";
import { EXIT } from "../exit-code.ts";
import { apiAddress } from "../github/api-address.ts";
import { explained } from "../github/explained.ts";
import { personalClient } from "../github/personal-client.ts";
import { repositoryNamed } from "../github/repository-name.ts";
import { tokenAt } from "../github/token.ts";
import type { Shell } from "../shell.ts";

export interface DoctorRequest {
  readonly repo: string;
  readonly branch?: string | undefined;
  readonly appId?: number | undefined;
  readonly tokenEnv?: string | undefined;
  readonly tokenFile?: string | undefined;
  /** What shadow mode would have held is counted as well. */
  readonly database?: boolean | undefined;
  readonly format: "text" | "json";
}

/** `gatehouse doctor`: whether the repository's settings make people and workflows pass the gate. Reads only. */
export const doctor = async (request: DoctorRequest, shell: Shell): Promise<Reply> => {
  const { owner, name } = repositoryNamed(request.repo);
  const { get } = personalClient({ token: await tokenAt(request, shell), apiUrl: apiAddress(shell) });
  const { id, ...found } = await explained(request.repo, () => diagnosed(get, { ...request, owner, name }, shell));
  const diagnosis = request.database === true ? { ...found, trial: await trialOf(id, shell) } : found;
  const text = request.format === "json" ? `${JSON.stringify(diagnosis, null, 2)}\n` : diagnosisText(diagnosis);
  return { text, exit: diagnosis.holds ? EXIT.yes : EXIT.no };
};

const Repository = z.object({ id: z.int(), default_branch: z.string(), html_url: z.string() });

interface Asked {
  readonly owner: string;
  readonly name: string;
  readonly repo: string;
  readonly branch?: string | undefined;
  readonly appId?: number | undefined;
}

const diagnosed = async (get: Get, asked: Asked, { env }: Shell): Promise<Diagnosis & { readonly id: number }> => {
  const { owner, name, repo } = asked;
  const where = { owner, repo: name };
  const repository = Repository.parse(await get("GET /repos/{owner}/{repo}", where));
  const { id, default_branch: byDefault, html_url: url } = repository;
  const branch = asked.branch ?? byDefault;
  const [settings, policy] = await Promise.all([
    readSettings({ get, where, branch }),
    policyOnGithub(get, { owner, name, branch, url }),
  ]);
  const appId = asked.appId ?? numbered(env["APP_ID"]);
  const concerns = [
    ...policyConcerns(policy),
    ...concernsOf(settings, enforcedBy(policy, { check: CHECK_NAME, appId })),
  ];
  return { id, repository: repo, branch, holds: concerns.every(({ severity }) => severity !== "error"), concerns };
};

/** What was merged while something was on trial, as the server counted it. */
const trialOf = (repositoryId: number, shell: Shell): Promise<ShadowTally> =>
  withLedger(shell, ({ db }) => createShadow(db).inRepository(repositoryId, countedSince(shell.now())));

const numbered = (text: string | undefined): number | undefined =>
  text !== undefined && /^[1-9]\d*$/u.test(text.trim()) ? Number(text) : undefined;

const policyConcerns = (policy: Policy | undefined): readonly Concern[] => {
  if (policy === undefined)
    return [
      {
        severity: "error",
        code: "no-config",
        says: "There is no config: Gatehouse says nothing in this repository.",
        remedy: "Add `.github/gatehouse.yml`; `gatehouse init` writes a first one.",
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
