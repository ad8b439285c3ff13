import { z } from "zod";
import type { OpenIssue, Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement, unread } from "./define.ts";
import { met, unmet, type Evidence, type Outcome } from "./outcome.ts";
import { isAmong } from "./role.ts";
import { isSound, oneOrMore, Text } from "./settings.ts";
import { counted, listed, quote, sameName } from "./wording.ts";

const Settings = z
  .strictObject({
    labels: oneOrMore(Text).optional().describe("Only open issues with all of these labels are counted."),
    milestone: Text.optional().describe("Only open issues of this milestone, by its title, are counted."),
    max: z.int().nonnegative().default(0).describe("How many may be open."),
  })
  .refine(({ labels, milestone }) => labels !== undefined || milestone !== undefined, {
    error: "Say `labels`, `milestone` or both: not every open issue is in the way.",
    when: isSound,
  });
type Settings = z.output<typeof Settings>;

/** Nothing known is left open: no critical defect, no planned work. Pull requests are no issues here. */
export const issues = defineRequirement({
  kind: "issues",
  about: "At most so many open issues match.",
  settings: Settings,
  needs: [],
  issues: (settings) => [keyOf(settings)],
  describe: (settings) =>
    `${settings.max === 0 ? "no" : `at most ${settings.max}`} open ${settings.max === 1 ? "issue" : "issues"} ${named(settings)}`,
  judge: (settings, facts) => {
    const listing = listOf(settings, facts);
    if (listing === undefined) return unread("issues", "openIssues", facts);
    const open = listing.filter((issue) => matches(issue, settings));
    return open.length > settings.max ? tooMany(open, settings) : few(open, settings);
  },
});

/** One list is read; what else is asked for is sorted out here. */
const keyOf = ({ labels, milestone }: Settings): string =>
  labels?.[0] === undefined ? `milestone:${milestone ?? ""}` : `label:${labels[0]}`;

const listOf = (settings: Settings, { openIssues }: Snapshot): readonly OpenIssue[] | undefined => {
  const key = keyOf(settings);
  return openIssues !== undefined && Object.hasOwn(openIssues, key) ? openIssues[key] : undefined;
};

const matches = (issue: OpenIssue, { labels = [], milestone }: Settings): boolean =>
  labels.every((label) => isAmong(label, issue.labels)) &&
  (milestone === undefined || (issue.milestone !== null && sameName(milestone, issue.milestone)));

const named = ({ labels, milestone }: Settings): string =>
  [
    ...(labels === undefined ? [] : [`labelled ${listed(labels.map(quote))}`]),
    ...(milestone === undefined ? [] : [`in the milestone ${quote(milestone)}`]),
  ].join(" ");

const tooMany = (open: readonly OpenIssue[], settings: Settings): Outcome => {
  const more = open.length - SHOWN;
  const shown = open.slice(0, SHOWN).map(({ number, title }) => `#${number} ${quote(title)}`);
  const names = listed(more > 0 ? [...shown, `${more} more`] : shown);
  const limit = settings.max === 0 ? "" : `; at most ${settings.max} may be`;
  return unmet({
    code: "issues/open",
    reason: `${counted(open.length, "issue")} ${named(settings)} ${open.length === 1 ? "is" : "are"} open${limit}: ${names}.`,
    remedy: `Close ${settings.max === 0 ? "them" : `${open.length - settings.max} of them`}, or correct ${settings.labels === undefined ? "the milestone" : "the labels"} of what does not belong there.`,
    short: counted(open.length, "open issue"),
    actors: [{ kind: "writers" }],
  });
};

const SHOWN = 3;

const few = (open: readonly OpenIssue[], settings: Settings): Outcome =>
  met(
    open.length === 0
      ? `No open issue is ${named(settings)}.`
      : `${counted(open.length, "issue")} ${named(settings)} ${open.length === 1 ? "is" : "are"} open; ${settings.max} may be.`,
    open.slice(0, SHOWN).map(proof),
  );

const proof = ({ number, title, url }: OpenIssue): Evidence => ({
  text: `#${number} ${title}`,
  ...(url === undefined ? {} : { url }),
});
