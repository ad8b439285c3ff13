import { Octokit } from "@octokit/rest";
import { z } from "zod";
import {
  GithubAway,
  TokenRefused,
  type ListedRepository,
  type Permission,
  type ViewerReads,
} from "../../readiness/viewing/ports.ts";
import { GithubError, throwAsOurs } from "../errors.ts";
import { fetchWithin, unwatched } from "../probot.ts";

export interface ViewerReadsOptions {
  /** Without a slash at the end; tokens are sent to no other host. */
  readonly githubApiUrl: string;
  /** One answer of GitHub may take this long, in milliseconds: a person waits for ours. */
  readonly timeoutMs?: number | undefined;
  /** Watches what is asked of GitHub. */
  readonly watched?: ((call: typeof fetch) => typeof fetch) | undefined;
}

const TIMEOUT_MS = 8000;

/** Asks GitHub with a user's token, which shows no private thing that the App can't see as well. */
export const viewerReadsAt = ({
  githubApiUrl,
  timeoutMs = TIMEOUT_MS,
  watched = unwatched,
}: ViewerReadsOptions): ViewerReads => {
  const request = { fetch: watched(fetchWithin(timeoutMs)) };
  const by = (token: string): Octokit => new Octokit({ auth: token, baseUrl: githubApiUrl, request, log: SILENT });
  return {
    self: (token) =>
      asked("who signed in", async () => {
        const { data } = await by(token).rest.users.getAuthenticated();
        const { login, id } = Account.parse(data);
        return { login, userId: id };
      }),
    repository: (token, owner, repo) =>
      orNothing(() =>
        asked("a repository for a viewer", async () => {
          const { data } = await by(token).rest.repos.get({ owner, repo });
          const { id, name, owner: of, permissions } = Repository.parse(data);
          return { repositoryId: id, owner: of.login, name, permission: permissionOf(permissions) };
        }),
      ),
    repositories: (token) => everyRepository(by(token)),
  };
};

/** What octokit would say is no news for the process's log, and it names addresses. */
const nothing = (): void => undefined;
const SILENT = { debug: nothing, info: nothing, warn: nothing, error: nothing };

const Account = z.object({ login: z.string(), id: z.int() });

const Rights = z.object({
  admin: z.boolean().optional(),
  maintain: z.boolean().optional(),
  push: z.boolean().optional(),
  triage: z.boolean().optional(),
});

const Repository = z.object({
  id: z.int(),
  name: z.string(),
  owner: z.object({ login: z.string() }),
  permissions: Rights.optional(),
});

const permissionOf = (rights: z.output<typeof Rights> = {}): Permission => {
  if (rights.admin === true) return "admin";
  if (rights.maintain === true) return "maintain";
  if (rights.push === true) return "write";
  return rights.triage === true ? "triage" : "read";
};

const PER_PAGE = 100;

/** A suspended installation shows nothing. https://docs.github.com/en/rest/apps/installations#list-app-installations-accessible-to-the-user-access-token */
const everyRepository = async (octokit: Octokit): Promise<readonly ListedRepository[]> => {
  const { paginate, rest } = octokit;
  const installations = await asked("a viewer's installations", () =>
    paginate(rest.apps.listInstallationsForAuthenticatedUser, { per_page: PER_PAGE }),
  );
  const lists = await Promise.all(
    installations.filter(({ suspended_at }) => suspended_at === null).map(({ id }) => repositoriesOf(octokit, id)),
  );
  return lists.flat().toSorted((one, other) => nameOf(one).localeCompare(nameOf(other), "en"));
};

/** None of an installation that is hidden: of an organisation with single sign-on whose session is over, or that just took the App out. */
const repositoriesOf = async ({ paginate, rest }: Octokit, id: number): Promise<readonly ListedRepository[]> => {
  const list = await orNothing(() =>
    asked("a viewer's repositories", async () => {
      const about = { installation_id: id, per_page: PER_PAGE };
      const found = await paginate(rest.apps.listInstallationReposForAuthenticatedUser, about);
      return found.map((one) => Repository.parse(one));
    }),
  );
  return (list ?? []).map(({ id: repositoryId, name, owner, permissions }) => ({
    id: repositoryId,
    owner: owner.login,
    name,
    permission: permissionOf(permissions),
  }));
};

const nameOf = ({ owner, name }: ListedRepository): string => `${owner}/${name}`;

/** GitHub's refusals of a repository look different for one that is not there, that is hidden, and that single sign-on or the law shuts. */
const HIDDEN = new Set([403, 404, 410, 451]);

const orNothing = async <Answer>(ask: () => Promise<Answer>): Promise<Answer | undefined> => {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof Hidden) return undefined;
    throw error;
  }
};

class Hidden extends GithubAway {}

/** Rejects with the ports' errors; `RetryLater` where a limit is used up. */
const asked = async <Answer>(what: string, ask: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await ask().catch((error: unknown) => throwAsOurs(error, what));
  } catch (error) {
    if (!(error instanceof GithubError)) throw error instanceof z.ZodError ? new GithubAway(what) : error;
    if (error.status === 401) throw new TokenRefused(what);
    throw HIDDEN.has(error.status)
      ? new Hidden(`${what}: ${error.status}`)
      : new GithubAway(`${what}: ${error.status}`);
  }
};
