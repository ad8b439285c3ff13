import type { RoleHolders } from "../evidence/snapshot.ts";
import type { Client } from "./client.ts";
import { TeamAnswer } from "./pull-answer.ts";

/** Everybody in a team, `organisation/slug`, from its first page on. */
export const membersOf = async (client: Client, team: string, data: unknown): Promise<RoleHolders> => {
  const [org = "", slug = ""] = team.split("/");
  const members: string[] = [];
  for (let answer = TeamAnswer.parse(data); ;) {
    const found = answer?.team?.members;
    if (found === undefined)
      return { members, problem: `the team @${team} does not exist or can't be seen by Gatehouse` };
    members.push(...found.nodes.map(({ login }) => login));
    if (!found.pageInfo.hasNextPage) return { members };
    const next = await client.query(TEAM_PAGE, { org, slug, after: found.pageInfo.endCursor });
    answer = TeamAnswer.parse(next.data["organization"]);
  }
};

const TEAM_PAGE = `query TeamPage($org: String!, $slug: String!, $after: String!) {
  organization(login: $org) { team(slug: $slug) { members(first: 100, after: $after) { pageInfo { hasNextPage endCursor } nodes { login } } } }
}`;
