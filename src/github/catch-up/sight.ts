import { z } from "zod";
import type { Looking, SeenPull, SeenRepository, Sight } from "../../readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";
import type { ClientOf } from "../writers.ts";
import type { AppCall } from "./app-calls.ts";
import { withFirsts } from "./firsts.ts";
import {
  BranchesAnswer,
  branchesQuery,
  OWNER_CONFIG,
  OwnerConfig,
  PageAnswer,
  pageQuery,
  SeenAnswer,
  sightQuery,
  type PullList,
} from "./sight-query.ts";

/** What the App sees: installations and repositories by REST, and what is in many repositories by one GraphQL query. */
export const sightOn = (call: AppCall, clientOf: ClientOf): Sight => ({
  installations: () => installations(call),
  repositories: (installationId) => repositories(clientOf, installationId),
  look: async (installationId, many) => {
    const client = await clientOf(installationId);
    const { query, variables } = sightQuery(many);
    const { data } = await client.query(query, variables);
    const seen: SeenRepository[] = [];
    for (const [index, looking] of many.entries()) {
      const answer = SeenAnswer.parse(data[`r${index}`]);
      if (answer != null && !answer.isArchived) seen.push(await seenIn(client, looking, answer));
    }
    const isOwnerConfigured = OwnerConfig.parse(data[OWNER_CONFIG])?.config != null;
    const wholly = new Set(many.flatMap(({ all, repository }) => (all ? [repository.name] : [])));
    const bare = seen.filter(({ repository, configured }) => configured.size === 0 && wholly.has(repository.name));
    return {
      ...(isOwnerConfigured ? { repositories: seen } : await withFirsts(client, seen, bare)),
      isOwnerConfigured,
    };
  },
});

const PAGE = 100;

const Installation = z.object({ id: z.int(), suspended_at: z.string().nullish() });

/** https://docs.github.com/en/rest/apps/apps#list-installations-for-the-authenticated-app */
const installations = async (call: AppCall): Promise<readonly number[]> => {
  const ids: number[] = [];
  for (let page = 1; ; page += 1) {
    const { data } = await call("GET /app/installations", { per_page: PAGE, page });
    const rows = z.array(Installation).parse(data);
    ids.push(...rows.filter(({ suspended_at: suspended }) => suspended == null).map(({ id }) => id));
    if (rows.length < PAGE) return ids;
  }
};

const Repositories = z.object({
  repositories: z.array(
    z.object({
      id: z.int(),
      name: z.string(),
      owner: z.object({ login: z.string() }),
      archived: z.boolean().optional(),
      disabled: z.boolean().optional(),
    }),
  ),
});

/** https://docs.github.com/en/rest/apps/installations#list-repositories-accessible-to-the-app-installation */
async function* repositories(clientOf: ClientOf, installationId: number): AsyncGenerator<readonly RepositoryRef[]> {
  const client = await clientOf(installationId);
  for (let page = 1; ; page += 1) {
    const answer = await client.get("GET /installation/repositories", { per_page: PAGE, page });
    const rows = Repositories.parse(answer).repositories;
    yield rows
      .filter(({ archived, disabled }) => archived !== true && disabled !== true)
      .map(({ id, name, owner }) => ({ installationId, repositoryId: id, owner: owner.login, name }));
    if (rows.length < PAGE) return;
  }
}

const seenIn = async (client: Client, looking: Looking, answer: NonNullable<SeenAnswer>): Promise<SeenRepository> => {
  const { since, all } = looking;
  const tip = answer.defaultBranchRef;
  const open = await paged(client, { looking, list: "open", until: all ? undefined : since }, answer.open);
  const ended =
    answer.ended === undefined ? [] : await paged(client, { looking, list: "ended", until: since }, answer.ended);
  const pulls = [...open, ...ended];
  const main = answer.config != null && tip != null ? [tip.name] : [];
  return {
    repository: { ...looking.repository, repositoryId: answer.databaseId },
    ...(tip?.target == null ? {} : { tip: { branch: tip.name, sha: tip.target.oid } }),
    configured: new Set(main.length > 0 ? main : await otherConfigs(client, looking, basesBeside(pulls, tip?.name))),
    pulls,
  };
};

interface Paging {
  readonly looking: Looking;
  readonly list: "open" | "ended";
  /** The list goes back to this moment; absent: to its end. */
  readonly until: Date | undefined;
}

/** The lists begin with what changed last, so they are read on only as far as it matters. */
const paged = async (client: Client, { looking, list, until }: Paging, first: PullList): Promise<SeenPull[]> => {
  const isRecent = ({ updatedAt }: SeenPull): boolean => until === undefined || new Date(updatedAt) >= until;
  const found = [...first.nodes];
  let { pageInfo } = first;
  while (pageInfo.hasNextPage && pageInfo.endCursor != null && found.every(isRecent)) {
    const { query, variables } = pageQuery(looking, list, pageInfo.endCursor);
    const { data } = await client.query(query, variables);
    const page = PageAnswer.parse(data).repository.list;
    found.push(...page.nodes);
    ({ pageInfo } = page);
  }
  return found.filter(isRecent);
};

const basesBeside = (pulls: readonly SeenPull[], main: string | undefined): readonly string[] => [
  ...new Set(pulls.map(({ baseRef }) => baseRef).filter((base) => base !== main)),
];

/** Bases asked about at once; who has more open pull requests to different branches is looked at when something happens there. */
const MOST_BASES = 50;

/** A branch for an older release may have a config where the default one has none. */
const otherConfigs = async (client: Client, looking: Looking, bases: readonly string[]): Promise<readonly string[]> => {
  const asked = bases.slice(0, MOST_BASES);
  if (asked.length === 0) return [];
  const { query, variables } = branchesQuery(looking, asked);
  const { data } = await client.query(query, variables);
  const { repository } = BranchesAnswer.parse(data);
  return asked.filter((_base, index) => repository[`b${index}`] != null);
};
