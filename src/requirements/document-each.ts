import { nameGlobs } from "../evidence/patterns.ts";
import { completionFlaw } from "./document-completion.ts";
import type { EachRule } from "./document-each-rule.ts";
import { fieldLacking } from "./document-fields.ts";
import { firstOf, noSection, placeOf, placeWithin, type Flaw, type Scene } from "./document-flaw.ts";
import { logOf } from "./document-log.ts";
import { isNamed } from "./document-names.ts";
import { partOf, sectionsNamed, sectionsWithin } from "./parts.ts";
import { sectionsOf, type TitledSection } from "./reading.ts";
import { counted, quote } from "./wording.ts";

/** The first thing that one of the repeated parts lacks. */
export const partLacking = (scene: Scene): Flaw | undefined =>
  firstOf(scene.settings.each, (rule) => lacking(rule, scene));

const lacking = (rule: EachRule, scene: Scene): Flaw | undefined => {
  const { file } = scene;
  if (rule.under !== undefined && sectionsNamed(file.text, rule.under).length === 0)
    return noSection(placeOf(file), rule.under[0] ?? "");
  const parts = partsOf(rule, file.text);
  if (parts.length < rule.min) return tooFew(rule, parts.length, scene);
  const flaw = firstOf(parts, (part) => partFlaw(rule, part, scene));
  if (flaw !== undefined || rule.complete_when === undefined) return flaw;
  const { complete_when: when, log } = rule;
  const read = log === undefined ? undefined : logOf(log, file);
  if (read?.ok === false) return read.flaw;
  return firstOf(parts, (part) => completionFlaw({ part, when, log: read?.log }, scene));
};

/** The outermost headings that match; the log of the parts is often called like one of them and is none. */
const partsOf = ({ heading, under, log }: EachRule, text: string): readonly TitledSection[] => {
  const all = under === undefined ? sectionsOf(text) : inSections(under, text);
  const matches = nameGlobs(heading.toLowerCase());
  const parts: TitledSection[] = [];
  for (const section of all) {
    const { depth, line, words } = section;
    const isInside = line <= (parts.at(-1)?.endLine ?? 0);
    const isLog = log !== undefined && isNamed(log.under, section.heading);
    if (depth === 0 || isInside || isLog) continue;
    if (matches(section.heading.toLowerCase()) || matches(words)) parts.push(section);
  }
  return parts;
};

const inSections = (under: readonly string[], text: string): readonly TitledSection[] =>
  sectionsNamed(text, under)
    .flatMap((section) => sectionsWithin(text, section))
    .toSorted((one, other) => one.line - other.line);

const tooFew = ({ heading, under, min }: EachRule, count: number, { file }: Scene): Flaw => {
  const place = under === undefined ? "" : ` under the heading ${quote(under[0] ?? "")}`;
  return {
    code: "incomplete",
    path: file.path,
    reason: `${quote(file.path)} has ${count} of at least ${counted(min, "heading")} like ${quote(heading)}${place}.`,
    remedy: `Add a heading like ${quote(heading)}${place} to ${quote(file.path)}, with all that belongs there.`,
  };
};

const partFlaw = (rule: EachRule, part: TitledSection, { file, templates, branches }: Scene): Flaw | undefined => {
  const place = placeWithin(part.heading, file);
  const field = fieldLacking(rule.fields, { ...place, file, nodes: part.allNodes, branches });
  return (
    field ??
    firstOf(rule.sections, (names) => {
      const asked = { names, where: place.where, templates, acceptBoxes: true, within: part };
      const found = partOf(file.text, asked);
      if (found.state === "missing") return noSection(place, names[0] ?? "", part.depth + 1);
      if (found.state === "filled") return undefined;
      return { code: "unfilled", path: file.path, reason: found.reason, remedy: found.remedy };
    })
  );
};
