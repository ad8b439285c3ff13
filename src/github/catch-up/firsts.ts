import { z } from "zod";
import type { SeenPull, SeenRepository } from "../../readiness/catch-up/ports.ts";
import { CONFIG_PATH } from "../../readiness/policy-places.ts";
import type { Client } from "../client.ts";

/** So many open pull requests are looked at in each repository: those that changed last. */
const MOST = 10;

/**
 * Adds which open pull requests bring a config to repositories that have none, since nobody tells of those that were opened before the App was let in.
 * One query for all of them, and none where nothing is open.
 */
export const withFirsts = async (
  client: Client,
  seen: readonly SeenRepository[],
  bare: readonly SeenRepository[],
): Promise<SeenRepository[]> => {
  const asked = bare.map((one) => ({ one, pulls: openIn(one) })).filter(({ pulls }) => pulls.length > 0);
  const [first] = asked;
  if (first === undefined) return [...seen];
  const variables: Record<string, string> = { owner: first.one.repository.owner };
  const selections = asked.map(({ one, pulls }, index) => {
    variables[`n${index}`] = one.repository.name;
    const heads = pulls.map(({ headSha }, at) => {
      variables[`c${index}_${at}`] = `${headSha}:${CONFIG_PATH}`;
      return `p${at}: object(expression: $c${index}_${at}) { oid }`;
    });
    return `r${index}: repository(owner: $owner, name: $n${index}) { ${heads.join("\n")} }`;
  });
  const declared = Object.keys(variables).map((name) => `$${name}: String!`);
  const query = `query SweepFirsts(${declared.join(", ")}) { ${selections.join("\n")} }`;
  const { data } = await client.query(query, variables);
  const found = new Map(
    asked.map(({ one, pulls }, index) => {
      const heads = Heads.parse(data[`r${index}`]) ?? {};
      const firsts = pulls.filter((_pull, at) => heads[`p${at}`] != null).map(({ headSha }) => headSha);
      return [one, new Set(firsts)] as const;
    }),
  );
  return seen.map((one) => ({ ...one, firsts: found.get(one) }));
};

const openIn = ({ pulls }: SeenRepository): readonly SeenPull[] =>
  pulls.filter(({ state }) => state === "open").slice(0, MOST);

const Heads = z.record(z.string(), z.object({ oid: z.string() }).nullish()).nullish();
