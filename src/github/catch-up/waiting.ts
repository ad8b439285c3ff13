import type { WaitingOnes } from "../../readiness/catch-up/ports.ts";
import type { Client } from "../client.ts";
import { GithubError } from "../errors.ts";
import type { ClientOf } from "../writers.ts";
import { changedIssues } from "./changed-issues.ts";
import { waitingGroups } from "./waiting-groups.ts";
import { waitingRuns } from "./waiting-runs.ts";

/** What waits for our word in a repository, asked of GitHub because no event told. */
export const waitingOn = (clientOf: ClientOf): WaitingOnes => ({
  runs: async (repository, before) =>
    orNothing(await clientOf(repository.installationId), { runs: [] }, (client) =>
      waitingRuns(client, repository, before),
    ),
  groups: async (repository, branches) =>
    orNothing(await clientOf(repository.installationId), [], (client) => waitingGroups(client, repository, branches)),
  issues: async (repository, looking) =>
    orNothing(await clientOf(repository.installationId), { issues: [] }, (client) =>
      changedIssues(client, repository, looking),
    ),
});

/** An installation may not have granted the permission to look, and then nothing of this kind is asked of us either. */
const orNothing = async <Seen>(
  client: Client,
  nothing: Seen,
  look: (client: Client) => Promise<Seen>,
): Promise<Seen> => {
  try {
    return await look(client);
  } catch (error) {
    if (error instanceof GithubError && !error.shutOut && isKept(error)) return nothing;
    throw error;
  }
};

const isKept = ({ status, message }: GithubError): boolean =>
  status === 403 || status === 404 || (status === 200 && /not accessible|could not resolve/iu.test(message));
