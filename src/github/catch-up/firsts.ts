import { z } from "zod";
import type { SeenPull, SeenRepository, Unread } from "../../readiness/catch-up/ports.ts";
import { CONFIG_PATH } from "../../readiness/policy-places.ts";
import { RetryLater } from "../../readiness/retry-later.ts";
import type { Client } from "../client.ts";
import { isShutOut } from "../errors.ts";

/** So many open pull requests are looked at in each repository: those that changed last. */
const MOST = 10;

/** Heads in one query; each is looked up by itself, and GitHub gives up on a query after ten seconds. */
const TOGETHER = 50;

/** A pull request that may bring a config. */
interface Asked {
  readonly one: SeenRepository;
  readonly headSha: string;
}

/**
 * Adds which open pull requests bring a config to repositories that have none, since nobody tells of those that were opened before the App was let in.
 * One query for fifty pull requests, and none where nothing is open. What GitHub does not answer is named as unread, and holds up nothing else.
 */
export const withFirsts = async (
  client: Client,
  seen: readonly SeenRepository[],
  bare: readonly SeenRepository[],
): Promise<{ readonly repositories: SeenRepository[]; readonly unread: readonly Unread[] }> => {
  const asked = bare.flatMap((one) => openIn(one).map(({ headSha }): Asked => ({ one, headSha })));
  const answers: Answered[] = [];
  for (let from = 0; from < asked.length; from += TOGETHER)
    answers.push(await answered(client, asked.slice(from, from + TOGETHER)));
  const firsts = new Map<SeenRepository, Set<string>>(asked.map(({ one }) => [one, new Set()]));
  for (const { one, headSha } of answers.flatMap(({ found }) => found)) firsts.get(one)?.add(headSha);
  return {
    repositories: seen.map((one) => ({ ...one, firsts: firsts.get(one) })),
    unread: answers.flatMap(({ unread = [] }) => unread),
  };
};

interface Answered {
  readonly found: readonly Asked[];
  readonly unread?: Unread;
}

/** Where GitHub asks to wait, or lets us in no more, the rest would fail as well. */
const answered = async (client: Client, asked: readonly Asked[]): Promise<Answered> => {
  try {
    return { found: await bringing(client, asked) };
  } catch (error) {
    if (error instanceof RetryLater || isShutOut(error)) throw error;
    const repositoryIds = [...new Set(asked.map(({ one }) => one.repository.repositoryId))];
    return { found: [], unread: { repositoryIds, error } };
  }
};

const openIn = ({ pulls }: SeenRepository): readonly SeenPull[] =>
  pulls.filter(({ state }) => state === "open").slice(0, MOST);

/** Those of them whose heads hold a config. */
const bringing = async (client: Client, asked: readonly Asked[]): Promise<readonly Asked[]> => {
  const repositories = [...new Set(asked.map(({ one }) => one))];
  const variables: Record<string, string> = { owner: repositories[0]?.repository.owner ?? "" };
  const selections = repositories.map((one, index) => {
    variables[`n${index}`] = one.repository.name;
    const heads = asked.flatMap(({ one: its, headSha }, at) => {
      if (its !== one) return [];
      variables[`c${at}`] = `${headSha}:${CONFIG_PATH}`;
      return [`p${at}: object(expression: $c${at}) { oid }`];
    });
    return `r${index}: repository(owner: $owner, name: $n${index}) { ${heads.join("\n")} }`;
  });
  const declared = Object.keys(variables).map((name) => `$${name}: String!`);
  const query = `query SweepFirsts(${declared.join(", ")}) { ${selections.join("\n")} }`;
  const { data } = await client.query(query, variables);
  const heads = repositories.map((_one, index) => Heads.parse(data[`r${index}`]) ?? {});
  return asked.filter(({ one }, at) => heads[repositories.indexOf(one)]?.[`p${at}`] != null);
};

const Heads = z.record(z.string(), z.object({ oid: z.string() }).nullish()).nullish();
