import { firstOf, noSection, placeOf, type Flaw, type Scene } from "./document-flaw.ts";
import type { SectionRule } from "./document-settings.ts";
import { partOf } from "./parts.ts";
import { visibleText } from "./visible.ts";
import { quote } from "./wording.ts";

/** The first section that is not there, not filled in, or does not mention what it has to. */
export const sectionLacking = ({ file, settings, templates }: Scene): Flaw | undefined =>
  firstOf(settings.sections, (rule) => {
    const { path, text } = file;
    const part = partOf(text, {
      names: rule.heading,
      where: quote(path),
      templates,
      minWords: rule.min_words,
      acceptNone: rule.accept_none,
      acceptBoxes: settings.tasks !== undefined && settings.tasks !== "complete",
    });
    if (part.state === "missing") return noSection(placeOf(file), rule.heading[0] ?? "");
    if (part.state !== "filled") return { code: "unfilled", path, reason: part.reason, remedy: part.remedy };
    return notMentioned(rule, part.section, path);
  });

const notMentioned = (
  { contains = [] }: SectionRule,
  { heading, line, text }: { readonly heading: string; readonly line: number; readonly text: string },
  path: string,
): Flaw | undefined => {
  const shown = contains.length === 0 ? "" : visibleText(text).toLowerCase();
  const lacking = contains.find((wanted) => !shown.includes(wanted.toLowerCase()));
  if (lacking === undefined) return undefined;
  return {
    code: "incomplete",
    path,
    reason: `The section ${quote(heading)} of ${quote(path)} does not mention ${quote(lacking)} (line ${line}).`,
    remedy: `Say something about ${quote(lacking)} under the heading ${quote(heading)}.`,
  };
};
