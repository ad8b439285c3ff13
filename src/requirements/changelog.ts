import { filled } from "../markdown/filled.ts";
import type { Section } from "../markdown/sections.ts";
import { unfilled, type Unfilled } from "./parts.ts";
import { sectionsOf } from "./reading.ts";
import { quote } from "./wording.ts";

/** What this pull request adds to the newest part of a changelog. */
export type ChangelogPart =
  { readonly state: "filled"; readonly text: string; readonly line: number } | { readonly state: "absent" } | Unfilled;

/**
 * Compares the two newest parts of a changelog with what the base branch says: a release may stand below an empty
 * "Unreleased". Only words that the base branch does not have under that heading count, so that deleting text is no note.
 */
export const changelogPart = (file: { path: string; text: string; before: string }): ChangelogPart => {
  const known = new Set(releases(file.before).map(({ heading, text }) => `${heading}\n${text}`));
  const changed = releases(file.text)
    .slice(0, NEWEST)
    .filter(({ heading, text }) => !known.has(`${heading}\n${text}`))
    .map((release) => judged(release, file));
  return changed.find(({ state }) => state === "filled") ?? changed[0] ?? { state: "absent" };
};

const NEWEST = 2;

/** As much of a changelog as is read, to the end of a line: its newest parts stand first, and old ones only take time. */
export const beginningOf = (text: string): string =>
  text.length <= BEGINNING ? text : text.slice(0, text.lastIndexOf("\n", BEGINNING) + 1 || BEGINNING);

/** In characters. */
const BEGINNING = 50_000;

/** Each release is a heading of the second level; in a changelog without any, of the first; without headings, all of it. One that is read in part is none. */
const releases = (text: string): readonly Section[] => {
  const beginning = beginningOf(text);
  const every = sectionsOf(beginning);
  const depth = [2, 1, 3].find((level) => every.some((one) => one.depth === level)) ?? 0;
  const found = every.filter((one) => one.depth === depth);
  return beginning.length < text.length && found.length > 1 ? found.slice(0, -1) : found;
};

const judged = (release: Section, { path, before }: { path: string; before: string }): ChangelogPart => {
  const earlier = releases(before).filter(({ heading }) => heading === release.heading);
  const template = { allNodes: earlier.flatMap(({ allNodes }) => allNodes) };
  const answer = filled(release, { template, acceptNone: true });
  if (answer.filled) return { state: "filled", text: release.text, line: release.line };
  const subject = release.heading === "" ? quote(path) : `The part ${quote(release.heading)} of ${quote(path)}`;
  return unfilled(answer, subject, `in ${quote(path)}`);
};
