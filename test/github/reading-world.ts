import type { Probot } from "probot";
import { createLogger } from "../../src/config/logger.ts";
import { clientsOf } from "../../src/github/client.ts";
import { createLimits } from "../../src/github/limits.ts";
import { createProbot } from "../../src/github/probot.ts";
import type { ClientOf } from "../../src/github/writers.ts";
import { issueKey, pullKey } from "../../src/readiness/change.ts";
import type { SubjectRef } from "../../src/readiness/ports.ts";
import { FakeGitHub } from "../fake-github/fake-github.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { manifest } from "../scenarios/manifest.ts";

/** A GitHub and our clients for it, with nothing of Gatehouse around them. */
export interface ReadingWorld {
  readonly github: FakeGitHub;
  readonly clientOf: ClientOf;
  /** For calls as the App itself. */
  readonly probot: Probot;
}

export const startReadingWorld = async (): Promise<ReadingWorld> => {
  const github = await FakeGitHub.start({ now: new Date("2026-03-02T09:00:00Z"), app: manifest() });
  const { appId, privateKey, webhookSecret, url: githubApiUrl } = github;
  const log = createLogger({ level: "silent" });
  const probot = createProbot({ appId, privateKey, webhookSecret, githubApiUrl, log });
  return { github, probot, clientOf: clientsOf({ probot, appId, limits: createLimits() }) };
};

/** The subject as a turn would name it; what is no more was an issue. */
export const subjectOf = (repo: RepoScenario, number: number): SubjectRef => {
  const { id, owner, name, issues } = repo.state;
  const kind = issues.get(number)?.kind === "PullRequest" ? "pull_request" : "issue";
  const key = (kind === "issue" ? issueKey : pullKey)(id, number);
  return { kind, key, installationId: repo.installationId ?? 0, repositoryId: id, owner: owner.login, name, number };
};

/** What was asked of GitHub, tokens aside. */
export const callsOf = ({ github }: ReadingWorld): readonly string[] =>
  github.calls
    .filter(({ path }) => !path.endsWith("/access_tokens"))
    .map(({ operation, route, path }) => operation ?? route ?? path)
    .toSorted();
