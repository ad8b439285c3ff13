import { z } from "zod";
import type { LookingForIssues, SeenIssue, SeenIssues } from "../../readiness/catch-up/ports.ts";
import type { RepositoryRef } from "../../readiness/ports.ts";
import type { Client } from "../client.ts";

/** A hundred issues each, for a call and a point of the budget. */
const MOST_PAGES = 5;

const STATES = { OPEN: "open", CLOSED: "closed" } as const;

const Issues = z.object({
  repository: z.object({
    issues: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
      nodes: z.array(z.object({ number: z.int(), state: z.enum(["OPEN", "CLOSED"]), updatedAt: z.string() })),
    }),
  }),
});

/**
 * Issues that changed since a moment, first those that changed first: what changes meanwhile comes after them, so that whoever stops goes
 * on from the last one. https://docs.github.com/en/graphql/reference/input-objects#issuefilters
 */
export const changedIssues = async (
  client: Client,
  repository: RepositoryRef,
  looking: LookingForIssues,
): Promise<SeenIssues> => {
  const issues: SeenIssue[] = [];
  let after: string | undefined;
  for (let pages = 1; ; pages += 1) {
    const page = await pageOf(client, variablesOf(repository, looking, after));
    issues.push(...page.issues);
    ({ after } = page);
    if (after === undefined) return { issues };
    const until = new Date(issues.at(-1)?.updatedAt ?? 0);
    if (pages >= MOST_PAGES && isLater(until, looking)) return { issues, until };
  }
};

/** From where it began nobody would get on. */
const isLater = (until: Date, { from }: LookingForIssues): boolean => from === undefined || until > from;

const variablesOf = (
  { owner, name }: RepositoryRef,
  { from, closed }: LookingForIssues,
  after: string | undefined,
): Readonly<Record<string, unknown>> => ({
  owner,
  name,
  since: from?.toISOString() ?? null,
  states: closed ? ["OPEN", "CLOSED"] : ["OPEN"],
  after: after ?? null,
});

interface Page {
  readonly issues: readonly SeenIssue[];
  readonly after: string | undefined;
}

const pageOf = async (client: Client, variables: Readonly<Record<string, unknown>>): Promise<Page> => {
  const { data } = await client.query(QUERY, variables);
  const { pageInfo, nodes } = Issues.parse(data).repository.issues;
  return {
    issues: nodes.map(({ number, state, updatedAt }) => ({ number, state: STATES[state], updatedAt })),
    after: pageInfo.hasNextPage ? (pageInfo.endCursor ?? undefined) : undefined,
  };
};

const QUERY = `query SweepIssues($owner: String!, $name: String!, $since: DateTime, $states: [IssueState!], $after: String) {
  repository(owner: $owner, name: $name) {
    issues(states: $states, first: 100, after: $after, filterBy: { since: $since }, orderBy: { field: UPDATED_AT, direction: ASC }) {
      pageInfo { hasNextPage endCursor } nodes { number state updatedAt } } } }`;
