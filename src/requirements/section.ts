import { z } from "zod";
import { defineRequirement } from "./define.ts";
import { notYet } from "./later.ts";
import { met, unmet, type Outcome } from "./outcome.ts";
import { partOf, type Part } from "./parts.ts";
import { oneOrMore, Text } from "./settings.ts";
import { visibleText } from "./visible.ts";
import { quote, series } from "./wording.ts";

const Heading = Text.describe("A heading as people write it; case, numbers, emoji and punctuation don't matter.");

const Settings = z.strictObject({
  heading: oneOrMore(Heading).describe("The heading in the description, or several accepted spellings of it."),
  min_words: z.int().min(1).optional().describe("How many words of its own the section must have at least."),
  contains: oneOrMore(Text).optional().describe("Texts that must occur in the section; case does not matter."),
  accept_none: z.boolean().default(false).describe("Whether “None” without a reason is an answer."),
  of: z
    .enum(["pull_request", "issue"])
    .optional()
    .describe("Whose description: the pull request's or the issue's; without it, that of what the procedure runs on."),
});
type Settings = z.output<typeof Settings>;

/** A part of the description that people must really write. */
export const section = defineRequirement({
  kind: "section",
  about: "A heading in the description is there and really filled in.",
  settings: z.union([oneOrMore(Heading).transform((heading) => Settings.parse({ heading })), Settings]),
  needs: ["templates"],
  describe: ({ heading, min_words: words, contains = [] }) => {
    const more = [...(words === undefined ? [] : [`at least ${words} words`]), ...contains.map(quote)];
    return `the section ${series(heading.map(quote), "or")} filled in${more.length === 0 ? "" : `, with ${series(more)}`}`;
  },
  judge: (settings, facts): Outcome => {
    if (settings.of !== undefined && settings.of !== facts.subject.kind) return notYet("section", `of: ${settings.of}`);
    const part = partOf(facts.body, {
      names: settings.heading,
      where: "the description",
      templates: facts.templates,
      minWords: settings.min_words,
      acceptNone: settings.accept_none,
    });
    return outcomeOf(part, settings, facts.author?.login);
  },
});

const outcomeOf = (part: Part, settings: Settings, login: string | undefined): Outcome => {
  const actors = [{ kind: "author" as const, login }];
  const [name = ""] = settings.heading;
  switch (part.state) {
    case "missing":
      return unmet({ code: "section/missing", ...missingSection(name), short: shortOf(name, "missing"), actors });
    case "unfilled":
      return unmet({
        code: "section/unfilled",
        reason: part.reason,
        remedy: part.remedy,
        short: shortOf(name, "unfilled"),
        actors,
      });
    case "filled": {
      const { heading, line, text } = part.section;
      const shown = visibleText(text).toLowerCase();
      const lacking = settings.contains?.find((wanted) => !shown.includes(wanted.toLowerCase()));
      if (lacking === undefined) return met(`The section ${quote(heading)} is filled in (line ${line}).`);
      return unmet({
        code: "section/lacks",
        reason: `The section ${quote(heading)} does not mention ${quote(lacking)} (line ${line}).`,
        remedy: `Say something about ${quote(lacking)} under the heading ${quote(heading)}.`,
        short: shortOf(name, "incomplete"),
        actors,
      });
    }
  }
};

/** The sentences for a heading that is not in the description. */
export const missingSection = (name: string): { readonly reason: string; readonly remedy: string } => ({
  reason: `The description has no section ${quote(name)}.`,
  remedy: `Add the heading ${quote(`## ${name}`)} to the description and fill it in.`,
});

const shortOf = (name: string, what: string): string => `${name.length > 24 ? "section" : name.toLowerCase()} ${what}`;
