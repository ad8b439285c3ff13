import { fields } from "../markdown/fields.ts";
import { bare } from "../markdown/sections.ts";
import { readMarkdown, sectionsOf } from "./reading.ts";
import type { Route } from "./routes.ts";
import { listed, quote } from "./wording.ts";

/** The flaw of a note that says none of the categories asked for, as a heading or as the label of a line; undefined when it does. */
export const categoryLacking = (note: string, categories: readonly string[], subject: string): Route | undefined => {
  if (categories.length === 0) return undefined;
  const said = new Set([...sectionsOf(note).map(({ words }) => words), ...fieldNames(note).map(bare)]);
  if (categories.some((category) => said.has(bare(category)))) return undefined;
  const names = listed(categories.map(quote), "or");
  return {
    state: "flawed",
    code: "category",
    reason: `${subject} says none of the categories ${names}.`,
    remedy: `Begin the note with its category, such as ${quote(`${categories[0] ?? ""}: …`)}.`,
  };
};

/** What stands before the colons of a note's lines, "feat(api)!: …" without its brackets and marks. */
export const fieldNames = (note: string): readonly string[] =>
  fields({ allNodes: readMarkdown(note).root.children }).map(({ name }) => name.replace(/\(.*\)!?$|!$/u, ""));
