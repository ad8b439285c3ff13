import { z } from "zod";
import type { OpenPulls } from "../readiness/proposals/ports.ts";
import type { ClientOf } from "./writers.ts";

const Answer = z.object({
  pullRequests: z.object({
    totalCount: z.int(),
    nodes: z.array(
      z
        .object({
          number: z.int(),
          title: z.string(),
          url: z.string(),
          headRefOid: z.string(),
          headRefName: z.string(),
        })
        .transform(({ headRefOid: headSha, headRefName: headRef, ...rest }) => ({ ...rest, headSha, headRef })),
    ),
  }),
});

/** Open pull requests by one GraphQL query, which costs one point. https://docs.github.com/en/graphql/reference/objects#repository */
export const openPullsOn = (clientOf: ClientOf): OpenPulls => ({
  to: async ({ installationId, owner, name }, base, most) => {
    const client = await clientOf(installationId);
    const { data } = await client.query(QUERY, { owner, name, base, most });
    const { totalCount: total, nodes: pulls } = Answer.parse(data["repository"]).pullRequests;
    return { total, pulls };
  },
});

const QUERY = `query OpenPulls($owner: String!, $name: String!, $base: String!, $most: Int!) {
  repository(owner: $owner, name: $name) {
    pullRequests(states: [OPEN], baseRefName: $base, first: $most, orderBy: { field: UPDATED_AT, direction: DESC }) {
      totalCount nodes { number title url headRefOid headRefName } } } }`;
