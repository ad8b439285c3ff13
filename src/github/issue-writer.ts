import { z } from "zod";
import type { IssueWriter, OpenedIssue, SubjectRef } from "../readiness/ports.ts";
import { where, type ClientOf } from "./writers.ts";

const Row = z.object({
  number: z.int(),
  html_url: z.string(),
  body: z.string().nullish(),
  pull_request: z.unknown().optional(),
  performed_via_github_app: z.object({ id: z.int() }).nullish(),
});

const PAGE = 100;

/** Issues by REST. `slug`: our App's, since `slug[bot]` is their creator. https://docs.github.com/en/rest/issues/issues */
export const issuesOn = (clientOf: ClientOf, slug: string): IssueWriter => ({
  create: async (subject, issue) => {
    const client = await clientOf(subject.installationId);
    const made = await client.write("POST /repos/{owner}/{repo}/issues", { ...where(subject), ...issue });
    return openedOf(Row.parse(made));
  },
  find: (subject, marker) => issueHolding({ clientOf, slug }, subject, marker),
});

const openedOf = ({ number, html_url: url }: z.output<typeof Row>): OpenedIssue => ({ number, url });

/** Listed, newest first, and not searched: GitHub's search index lags behind. */
const issueHolding = async (
  { clientOf, slug }: { readonly clientOf: ClientOf; readonly slug: string },
  subject: SubjectRef,
  marker: string,
): Promise<OpenedIssue | undefined> => {
  const client = await clientOf(subject.installationId);
  for (let page = 1; ; page += 1) {
    const rows = z.array(Row).parse(
      await client.get("GET /repos/{owner}/{repo}/issues", {
        ...where(subject),
        creator: `${slug}[bot]`,
        state: "all",
        per_page: PAGE,
        page,
      }),
    );
    const own = rows.find(
      ({ body, performed_via_github_app: app }) => app?.id === client.appId && body?.includes(marker) === true,
    );
    if (own !== undefined || rows.length < PAGE) return own === undefined ? undefined : openedOf(own);
  }
};
