import { z } from "zod";
import type { OpenIssue } from "../evidence/snapshot.ts";
import type { SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";

type Declare = (name: string, type: string, value: unknown) => string;

const ISSUE = "number title url milestone { title } labels(first: 100) { nodes { name } }";

const issues = (page: string): string =>
  `issues(states: [OPEN], ${page}) { pageInfo { hasNextPage endCursor } nodes { ${ISSUE} } }`;

/** The first page of each list, as fields of a repository. GitHub finds milestones by a part of their title only. */
export const openIssuesSelection = (keys: readonly string[], declare: Declare): string =>
  keys
    .map((key, index) => {
      const { kind, name } = listAt(key);
      const variable = declare(`i${index}`, "String!", name);
      return kind === "label"
        ? `i${index}: label(name: ${variable}) { ${issues("first: 100")} }`
        : `i${index}: milestones(first: 20, query: ${variable}) { nodes { number title ${issues("first: 30")} } }`;
    })
    .join("\n");

const listAt = (key: string): { readonly kind: "label" | "milestone"; readonly name: string } => {
  const colon = key.indexOf(":");
  return { kind: key.slice(0, colon) === "milestone" ? "milestone" : "label", name: key.slice(colon + 1) };
};

const Page = z.object({
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullish() }),
  nodes: z.array(
    z.object({
      number: z.int(),
      title: z.string(),
      url: z.string(),
      milestone: z.object({ title: z.string() }).nullish(),
      labels: z.object({ nodes: z.array(z.object({ name: z.string() })) }).nullish(),
    }),
  ),
});
type Page = z.output<typeof Page>;

const LabelAnswer = z.object({ issues: Page }).nullish();
const MilestonesAnswer = z
  .object({ nodes: z.array(z.object({ number: z.int(), title: z.string(), issues: Page })) })
  .nullish();

/** A list that was read to its end, or why it is not known. */
export type Listed = { readonly issues: readonly OpenIssue[] } | { readonly problem: string };

/** Pages of a list that are read; more can't be judged by anyone. */
const MAX_PAGES = 20;

/**
 * The open issues of one list, paged to the end. A label or milestone that is not there is a problem, because a misspelt one has no open
 * issues either.
 */
export const openIssuesOf = async (
  { client, subject }: { readonly client: Client; readonly subject: SubjectRef },
  key: string,
  answer: unknown,
): Promise<Listed> => {
  const { kind, name } = listAt(key);
  const start = kind === "label" ? labelled(name, answer) : planned(name, answer);
  if (start === undefined)
    return {
      problem: `There is no ${kind} \`${name}\` in ${subject.owner}/${subject.name}, so nothing can be told by it. Create it, or mend its name in the procedure.`,
    };
  const found: OpenIssue[] = [];
  let page = start.first;
  for (let pages = 1; ; pages += 1) {
    found.push(...page.nodes.map(openIssue));
    if (!page.pageInfo.hasNextPage) return { issues: found };
    if (pages === MAX_PAGES)
      return { problem: `More than ${found.length} issues of the ${kind} \`${name}\` are open.` };
    const variables = { owner: subject.owner, name: subject.name, after: page.pageInfo.endCursor, ...start.variables };
    const { data } = await client.query(start.query, variables);
    page = NextPage.parse(data["repository"]).list.issues;
  }
};

interface Start {
  readonly first: Page;
  readonly query: string;
  readonly variables: Readonly<Record<string, unknown>>;
}

const NextPage = z.object({ list: z.object({ issues: Page }) });

const nextPage = (declaration: string, list: string): string =>
  `query IssuesPage($owner: String!, $name: String!, $after: String!, ${declaration}) {
  repository(owner: $owner, name: $name) { list: ${list} { ${issues("first: 100, after: $after")} } }
}`;

const labelled = (label: string, answer: unknown): Start | undefined => {
  const first = LabelAnswer.parse(answer)?.issues;
  if (first === undefined) return undefined;
  return { first, query: nextPage("$label: String!", "label(name: $label)"), variables: { label } };
};

const planned = (title: string, answer: unknown): Start | undefined => {
  const all = MilestonesAnswer.parse(answer)?.nodes ?? [];
  const milestone = all.find((one) => one.title.toLowerCase() === title.toLowerCase());
  if (milestone === undefined) return undefined;
  const { issues: first, number } = milestone;
  return { first, query: nextPage("$number: Int!", "milestone(number: $number)"), variables: { number } };
};

const openIssue = ({ number, title, url, milestone, labels }: Page["nodes"][number]): OpenIssue => ({
  number,
  title,
  url,
  milestone: milestone?.title ?? null,
  labels: (labels?.nodes ?? []).map(({ name }) => name),
});
