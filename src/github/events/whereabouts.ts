import type { Whereabouts } from "../../readiness/whereabouts.ts";
import { InstallationPayload, RepositoryPayload } from "./payloads.ts";

/**
 * What an event says of whole repositories: renamed or transferred, deleted, or not given to us any more.
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads#installation_repositories
 */
export const whereaboutsOf = (name: string, payload: unknown): Whereabouts | undefined => {
  switch (name) {
    case "repository":
      return ofRepository(payload);
    case "installation":
    case "installation_repositories":
      return ofInstallation(payload);
    default:
      return undefined;
  }
};

const ofRepository = (payload: unknown): Whereabouts | undefined => {
  const { data } = RepositoryPayload.safeParse(payload);
  if (data?.repository === undefined) return undefined;
  const { action, installation, repository } = data;
  const { id: repositoryId, name, owner } = repository;
  if (action === "renamed" || action === "transferred") {
    const installationId = action === "transferred" ? installation?.id : undefined;
    return { kind: "named", repositoryId, owner: owner.login, name, installationId };
  }
  if (action !== "deleted" || installation === undefined) return undefined;
  return { kind: "left", installationId: installation.id, repositoryIds: [repositoryId] };
};

const ofInstallation = (payload: unknown): Whereabouts | undefined => {
  const { data } = InstallationPayload.safeParse(payload);
  if (data === undefined) return undefined;
  const { action, installation, repositories_removed: removed } = data;
  if (action === "deleted") return { kind: "left", installationId: installation.id, repositoryIds: undefined };
  if (action !== "removed" || removed === undefined) return undefined;
  return { kind: "left", installationId: installation.id, repositoryIds: removed.map(({ id }) => id) };
};
