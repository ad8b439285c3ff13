import { deployCheckName, RECHECK } from "../check-run.ts";

/** Why nobody judges a commit any more. */
export type Retirement = "superseded" | "forgotten";

/** What takes the place of a green check of a commit that is not judged any more: an old word must not pass for a new one. */
export const retiredRun = (
  { environment, sha }: { readonly environment: string; readonly sha: string },
  { why, externalId }: { readonly why: Retirement; readonly externalId: string },
) => ({
  name: deployCheckName(environment),
  headSha: sha,
  conclusion: "cancelled" as const,
  title: TITLES[why],
  summary: `${SUMMARIES[why]} Press *Re-check*, or deploy it, and it is judged again.\n`,
  externalId,
  annotations: [],
  actions: [{ label: "Re-check", description: "Look at everything again", identifier: RECHECK }],
  digest: why,
});

const TITLES = {
  superseded: "Superseded: a newer commit is on the default branch",
  forgotten: "Not judged any more: nobody asked for a day",
} as const satisfies Record<Retirement, string>;

const SUMMARIES = {
  superseded:
    "This commit was ready, and it was not deployed before a newer one came. What is true of it now is not known.",
  forgotten:
    "This commit was ready, and nobody deployed it or asked for it for 24 hours. What is true of it now is not known.",
} as const satisfies Record<Retirement, string>;
