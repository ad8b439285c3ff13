import { z } from "zod";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import { CONNECTIONS, rollupSelection, type ConnectionName, type Page } from "./connections.ts";

/** A list that is read, with what it is read of. */
interface Reading {
  readonly client: Client;
  readonly subject: SubjectRef;
  /** The commit whose checks are read. */
  readonly headSha: string;
}

/** Every node of a list: the page that the first query brought, and those after it. `answer` holds the list under its name. */
export const wholeOf = async (reading: Reading, name: ConnectionName, answer: unknown): Promise<readonly unknown[]> => {
  let page: Page<unknown> = CONNECTIONS[name].page(answer);
  const nodes = [...page.nodes];
  while (page.next !== undefined) {
    page = CONNECTIONS[name].page(await nextAnswer(reading, name, page.next));
    nodes.push(...page.nodes);
  }
  return nodes;
};

const unknown = z.unknown().optional();
const Answer = z.object({ repository: z.object({ pullRequest: unknown, issue: unknown, object: unknown }) });

const nextAnswer = async (
  { client, subject, headSha }: Reading,
  name: ConnectionName,
  after: string,
): Promise<unknown> => {
  const { owner, name: repo, number, kind } = subject;
  if (name === "checks") {
    const { data } = await client.query(CHECKS_PAGE, { owner, name: repo, head: headSha, after });
    return { checks: { nodes: [{ commit: Answer.parse(data).repository.object }] } };
  }
  if (kind === "pull_request") {
    const { data } = await client.query(pullPage(name), { owner, name: repo, number, after });
    return Answer.parse(data).repository.pullRequest;
  }
  const { data } = await client.query(issuePage(name), { owner, name: repo, number, after });
  return Answer.parse(data).repository.issue;
};

const AFTER = ", after: $after";

const pullPage = (
  name: ConnectionName,
): string => `query Page($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { ${CONNECTIONS[name].select(AFTER)} } }
}`;

const issuePage = (
  name: ConnectionName,
): string => `query Page($owner: String!, $name: String!, $number: Int!, $after: String!) {
  repository(owner: $owner, name: $name) { issue(number: $number) { ${CONNECTIONS[name].select(AFTER)} } }
}`;

const CHECKS_PAGE = `query Page($owner: String!, $name: String!, $head: String!, $after: String!) {
  repository(owner: $owner, name: $name) { object(expression: $head) { ... on Commit { ${rollupSelection(AFTER)} } } }
}`;
