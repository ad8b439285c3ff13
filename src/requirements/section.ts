import { z } from "zod";
import type { Snapshot } from "../evidence/snapshot.ts";
import { defineRequirement, unread } from "./define.ts";
import { openAsIllegible } from "./illegible.ts";
import { met, undetermined, unmet, type Actor, type Outcome } from "./outcome.ts";
import type { Section } from "../markdown/sections.ts";
import { partOf, type Part } from "./parts.ts";
import { hasQuantity } from "./quantity.ts";
import { oneOrMore, Text } from "./settings.ts";
import { visibleText } from "./visible.ts";
import { capital, phrases, quote, series } from "./wording.ts";

const Heading = Text.describe("A heading as people write it; case, numbers, emoji and punctuation don't matter.");

const Settings = z.strictObject({
  heading: oneOrMore(Heading).describe("The heading in the description, or several accepted spellings of it."),
  min_words: z.int().min(1).optional().describe("How many words of its own the section must have at least."),
  contains: oneOrMore(Text).optional().describe("Texts that must occur in the section; case does not matter."),
  numbers: z
    .boolean()
    .default(false)
    .describe("Whether each text of `contains` must stand on a line with a number, such as `Error rate: above 2 %`."),
  accept_none: z.boolean().default(false).describe("Whether “None” without a reason is an answer."),
  of: z
    .enum(["pull_request", "issue"])
    .optional()
    .describe(
      "Whose description: the pull request's, or that of every issue it closes; without it, that of what the procedure runs on.",
    ),
});
type Settings = z.output<typeof Settings>;

/** A part of the description that people must really write. */
export const section = defineRequirement({
  kind: "section",
  about: "A heading in the description is there and really filled in.",
  settings: z.union([oneOrMore(Heading).transform((heading) => Settings.parse({ heading })), Settings]),
  needs: ["templates"],
  describe: ({ heading, min_words: words, contains = [], numbers }) => {
    const said = numbers ? [`a number each for ${series(contains.map(quote))}`] : contains.map(quote);
    const more = [...(words === undefined ? [] : [`at least ${words} words`]), ...said];
    return `the section ${series(heading.map(quote), "or")} filled in${more.length === 0 ? "" : `, with ${phrases(more)}`}`;
  },
  alsoNeeds: ({ of }) => (of === "issue" ? ["linkedIssues"] : []),
  judge: (settings, facts): Outcome => {
    const { of = facts.subject.kind } = settings;
    if (of === facts.subject.kind) {
      const { body, templates, author } = facts;
      return judgeText(body, settings, {
        where: DESCRIPTION,
        templates,
        actor: { kind: "author", login: author?.login },
      });
    }
    return of === "issue" ? judgeIssues(settings, facts) : noPullRequest;
  },
});

/** Whose text it is: how sentences name it, and who can mend it. */
interface Source {
  readonly where: string;
  readonly templates: readonly string[];
  readonly actor: Actor;
}

const DESCRIPTION = "the description";

const judgeText = (text: string, settings: Settings, source: Source): Outcome => {
  const { where, templates } = source;
  const { heading: names, min_words: minWords, accept_none: acceptNone } = settings;
  return outcomeOf(partOf(text, { names, where, templates, minWords, acceptNone }), settings, source);
};

/** Every issue that merging closes must say it; templates of issues are not known here, so only placeholders are told from answers. */
const judgeIssues = (settings: Settings, facts: Snapshot): Outcome => {
  const { linkedIssues = [], author } = facts;
  if (linkedIssues.length === 0) return noIssue({ kind: "author", login: author?.login });
  if (linkedIssues.some(({ body }) => body === undefined)) return unread("section", "linkedIssues", facts);
  const outcomes = linkedIssues.map(({ repository, number, body = "" }) =>
    judgeText(body, settings, {
      where: `${DESCRIPTION} of ${repository}#${number}`,
      templates: [],
      actor: { kind: "writers" },
    }),
  );
  return outcomes.find(({ state }) => state !== "met") ?? outcomes[0] ?? noPullRequest;
};

const noIssue = (author: Actor): Outcome =>
  unmet({
    code: "section/no-issue",
    reason: "No issue is linked in which the section could stand.",
    remedy: "Write `Closes #NUMBER` in the description, or link the issue under “Development”.",
    short: "issue not linked",
    actors: [author],
    unknown: true,
  });

const noPullRequest = undetermined({
  code: "section/no-pull-request",
  reason: "The section is to stand in a pull request's description, and the procedure runs on an issue.",
  remedy: "Take `of: pull_request` out of the procedure.",
  short: "section not possible",
});

const outcomeOf = (part: Part, settings: Settings, { where, actor }: Source): Outcome => {
  const actors = [actor];
  const [name = ""] = settings.heading;
  switch (part.state) {
    case "missing":
      return unmet({
        code: "section/missing",
        ...missingSection(name, where),
        short: shortOf(name, "missing"),
        actors,
      });
    case "unfilled":
      return unmet({
        code: "section/unfilled",
        reason: part.reason,
        remedy: part.remedy,
        short: shortOf(name, "unfilled"),
        actors,
      });
    case "illegible":
      return openAsIllegible("section", part, actor);
    case "filled":
      return contentOf(part.section, settings, { where, actor });
  }
};

const contentOf = (
  { heading, line, text }: Section,
  { heading: [name = ""], contains = [], numbers }: Settings,
  { where, actor }: Omit<Source, "templates">,
): Outcome => {
  const place = `line ${line}${where === DESCRIPTION ? "" : ` of ${where}`}`;
  const lines = visibleText(text).toLowerCase().split("\n");
  const about = (wanted: string) => lines.filter((one) => one.includes(wanted.toLowerCase()));
  const lacking = contains.find((wanted) => about(wanted).length === 0);
  if (lacking !== undefined)
    return unmet({
      code: "section/lacks",
      reason: `The section ${quote(heading)} does not mention ${quote(lacking)} (${place}).`,
      remedy: `Say something about ${quote(lacking)} under the heading ${quote(heading)}.`,
      short: shortOf(name, "incomplete"),
      actors: [actor],
    });
  const vague = numbers ? contains.find((wanted) => !about(wanted).some(hasQuantity)) : undefined;
  if (vague === undefined) return met(`The section ${quote(heading)} is filled in (${place}).`);
  return unmet({
    code: "section/no-number",
    reason: `The section ${quote(heading)} gives no number for ${quote(vague)} (${place}).`,
    remedy: `Give a number on the line of ${quote(vague)}, such as ${quote("above 2 %")}.`,
    short: shortOf(name, "without numbers"),
    actors: [actor],
  });
};

/** The sentences for a heading that is not there. */
export const missingSection = (
  name: string,
  where = DESCRIPTION,
): { readonly reason: string; readonly remedy: string } => ({
  reason: `${capital(where)} has no section ${quote(name)}.`,
  remedy: `Add the heading ${quote(`## ${name}`)} to ${where} and fill it in.`,
});

const shortOf = (name: string, what: string): string => `${name.length > 24 ? "section" : name.toLowerCase()} ${what}`;
