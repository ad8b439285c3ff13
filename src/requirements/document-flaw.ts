import type { DocumentSettings } from "./document-settings.ts";
import type { Branches } from "./document-values.ts";
import { capital, quote } from "./wording.ts";

/** A file that is judged. */
export interface File {
  readonly path: string;
  readonly text: string;
}

/** A file and what it is judged by. */
export interface Scene {
  readonly file: File;
  readonly settings: DocumentSettings;
  /** Texts of templates, whose words are nobody's own. */
  readonly templates: readonly string[];
  readonly now: Date;
  readonly branches: Branches;
}

/** What a file lacks, the first thing to see to. */
export interface Flaw {
  readonly code: "unfilled" | "incomplete" | "invalid" | "inconsistent" | "unsigned" | "outdated" | "unknown";
  readonly path: string;
  readonly reason: string;
  readonly remedy: string;
  /** When time alone mends it. */
  readonly wakeAt?: Date;
}

/** A part of a file: where things are looked for, and how to speak of it. */
export interface Place {
  /** `docs/plan.md`, or "`Phase 1` of `docs/plan.md`", quoted already. */
  readonly where: string;
  readonly path: string;
}

export const placeOf = ({ path }: File): Place => ({ where: quote(path), path });

/** A part of the file by its heading. */
export const placeWithin = (heading: string, { path }: File): Place => ({
  where: `${quote(heading)} of ${quote(path)}`,
  path,
});

export const noSection = ({ path, where }: Place, name: string, depth = 2): Flaw => ({
  code: "incomplete",
  path,
  reason: `${capital(where)} has no section ${quote(name)}.`,
  remedy: `Add the heading ${quote(`${"#".repeat(Math.min(depth, 6))} ${name}`)} to ${where} and fill it in.`,
});

/** The first that is there. */
export const firstOf = <Item, Found>(
  items: readonly Item[],
  look: (item: Item, index: number) => Found | undefined,
): Found | undefined => {
  for (const [index, item] of items.entries()) {
    const found = look(item, index);
    if (found !== undefined) return found;
  }
  return undefined;
};
