import { Octokit } from "@octokit/rest";
import { ProbotOctokit } from "probot";
import type { FakeGitHub } from "./fake-github.ts";
import type { RepoScenario } from "./scenario/repo.ts";

const SILENT = { debug() {}, info() {}, warn() {}, error() {} };

const Plain = ProbotOctokit.defaults((options: object) => ({
  ...options,
  throttle: { enabled: false },
  retry: { enabled: false },
}));

/** The App's own client as Probot makes it, without its spacing and retries: JWT, installation token, call. */
export const appClient = (github: FakeGitHub, repo: RepoScenario, prefix = ""): InstanceType<typeof ProbotOctokit> =>
  new Plain({
    baseUrl: `${github.url}${prefix}`,
    log: SILENT,
    auth: { appId: github.appId, privateKey: github.privateKey, installationId: repo.installationId },
  });

/** A person's client, by personal token. */
export const personClient = (github: FakeGitHub, login: string): Octokit =>
  new Octokit({ baseUrl: github.url, log: SILENT, auth: github.tokenOf(login) });
