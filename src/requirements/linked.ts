import { z } from "zod";
import { accepted, Re2 } from "../evidence/patterns.ts";
import type { FactName, LinkedIssue, Snapshot } from "../evidence/snapshot.ts";
import { visibleText } from "./visible.ts";
import { defineRequirement } from "./define.ts";
import { illegible, openAsIllegible } from "./illegible.ts";
import { met, unmet, type Outcome } from "./outcome.ts";
import { refusalOf } from "./reading.ts";
import { isAmong } from "./role.ts";
import { oneOrMore, Text } from "./settings.ts";
import { listed, quote } from "./wording.ts";

const Issue = z.strictObject({
  labels: oneOrMore(Text).optional().describe("The issue carries at least one of these labels."),
  state: z.enum(["open", "closed"]).optional().describe("The issue is in this state; without it, in either."),
});

const Place = z.enum(["title", "branch", "body"]);

const Settings = z.strictObject({
  issue: z
    .union([z.boolean(), Issue])
    .optional()
    .describe("Whether an issue that merging closes counts, or which; it does unless only `ticket` is given."),
  ticket: Re2.optional().describe("RE2 pattern of a ticket's id, such as `[A-Z]+-[0-9]+`, which counts as well."),
  in: oneOrMore(Place)
    .default(["title", "branch", "body"])
    .describe("Where a ticket's id may stand: the title, the branch's name, the description."),
});
type Settings = z.output<typeof Settings>;

/** The change is part of planned work: it closes an issue, or names a ticket of another tracker. */
export const linked = defineRequirement({
  kind: "linked",
  about: "An issue is linked that merging closes, or a ticket's id is named.",
  settings: z.union([Re2.transform((ticket) => Settings.parse({ ticket })), Settings]),
  needs: [],
  alsoNeeds: (settings): readonly FactName[] => [
    ...(issueWanted(settings) === undefined ? [] : ["linkedIssues" as const]),
    ...(settings.ticket !== undefined && settings.in.includes("body") ? ["templates" as const] : []),
  ],
  describe: (settings) => ways(settings).join(" or "),
  judge: (settings, facts) => {
    const wanted = issueWanted(settings);
    const issue = wanted && (facts.linkedIssues ?? []).find((one) => fits(one, wanted));
    if (issue !== undefined) return linkedTo(issue);
    const found = settings.ticket === undefined ? [] : ticketsIn(settings.ticket, settings.in, facts);
    if (found[0] !== undefined) return met(`The ticket ${quote(found[0])} is named.`);
    return untold(settings, facts) ?? missing(settings, facts);
  },
});

type IssueWanted = z.output<typeof Issue>;

const issueWanted = ({ issue, ticket }: Settings): IssueWanted | undefined => {
  if (issue === undefined) return ticket === undefined ? {} : undefined;
  if (issue === false) return undefined;
  return issue === true ? {} : issue;
};

const fits = (issue: LinkedIssue, { labels, state }: IssueWanted): boolean =>
  (state === undefined || issue.state === state) &&
  (labels === undefined || labels.some((label) => isAmong(label, issue.labels)));

const linkedTo = ({ repository, number, url }: LinkedIssue): Outcome => {
  const text = `${repository}#${number}`;
  return met(`Merging closes ${text}.`, [{ text, ...(url === undefined ? {} : { url }) }]);
};

/** Ids that people wrote: what the description's template holds as an example is none. */
const ticketsIn = (ticket: string, places: Settings["in"], facts: Snapshot): readonly string[] => {
  const every = (text: string) =>
    accepted(ticket)
      .every(text)
      .filter((id) => id.trim() !== "");
  const examples = new Set((facts.templates ?? []).flatMap((template) => every(visibleText(template))));
  const texts = { title: facts.title, branch: facts.head };
  return places.flatMap((place) =>
    place === "body" ? every(bodyOf(facts)).filter((id) => !examples.has(id)) : every(texts[place]),
  );
};

/** What readers see of it; of one that can't be read nobody can tell what they see. */
const bodyOf = ({ body }: Snapshot): string => (refusalOf(body) === undefined ? visibleText(body) : "");

/** Where the ticket may stand in a description that can't be read. */
const untold = ({ ticket, in: places }: Settings, { body, author }: Snapshot): Outcome | undefined => {
  const refused = ticket !== undefined && places.includes("body") ? illegible(body, "the description") : undefined;
  return refused && openAsIllegible("linked", refused, { kind: "author", login: author?.login });
};

const ways = (settings: Settings): readonly string[] => {
  const issue = issueWanted(settings);
  const { ticket } = settings;
  return [
    ...(issue === undefined ? [] : [`an issue${described(issue)}`]),
    ...(ticket === undefined
      ? []
      : [
          `a ticket ${quote(ticket)} in the ${listed(
            settings.in.map((place) => NAMES[place]),
            "or",
          )}`,
        ]),
  ];
};

const described = ({ labels, state }: IssueWanted): string =>
  `${state === undefined ? "" : ` that is ${state}`}${labels === undefined ? "" : ` labelled ${listed(labels.map(quote), "or")}`}`;

const NAMES = { title: "title", branch: "branch name", body: "description" } as const;

const missing = (settings: Settings, { author }: Snapshot): Outcome =>
  unmet({
    code: "linked/missing",
    reason: `Neither the description nor the pull request links ${ways(settings).join(" or ")}.`,
    remedy:
      issueWanted(settings) === undefined
        ? `Name the ticket in the ${listed(
            settings.in.map((place) => NAMES[place]),
            "or",
          )}.`
        : "Write `Closes #NUMBER` in the description, or link the issue under “Development”.",
    short: issueWanted(settings) === undefined ? "ticket missing" : "issue not linked",
    actors: [{ kind: "author", login: author?.login }],
  });
