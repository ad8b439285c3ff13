/** What the check of a chain needs of an entry, as it stands in the table. */
export interface Link {
  /** Place in the chain, from 1. */
  readonly sequence: number;
  readonly previousHash: string;
  readonly hash: string;
  /** Whether the hash is that of the entry's content. */
  readonly intact: boolean;
}

/** The last entry of a chain, as the database remembers it beside the entries. */
export interface Head {
  readonly sequence: number;
  readonly hash: string;
}

/** One thing that is wrong with a chain; `sequence` is the place of the first entry concerned. */
export interface ChainFinding {
  readonly code: "edited" | "deleted" | "inserted" | "reordered" | "head";
  readonly sequence: number;
  readonly message: string;
}

/** What the first entry of a chain holds as the hash of the one before. */
export const NO_HASH = "";

/**
 * Finds every entry that was edited, deleted, inserted or put in another place since it was recorded. The links are in the order
 * of their sequence. A chain whose entries and head were all computed anew is sound in itself: only a hash that was kept
 * elsewhere tells.
 */
export function checkChain(links: readonly Link[], head: Head | undefined): readonly ChainFinding[] {
  const places = new Map([[NO_HASH, 0], ...links.map(({ hash, sequence }) => [hash, sequence] as const)]);
  const before = (index: number): Link => links[index - 1] ?? START;
  return [
    ...links.flatMap((link, index) => [
      ...placeFindings(link, before(index)),
      ...contentFindings(link, places),
      ...linkFindings(link, before(index)),
    ]),
    ...headFindings(links.at(-1) ?? START, head),
  ];
}

const START: Link = { sequence: 0, previousHash: NO_HASH, hash: NO_HASH, intact: true };

function placeFindings({ sequence }: Link, before: Link): readonly ChainFinding[] {
  if (sequence === before.sequence + 1) return [];
  if (sequence <= before.sequence) return [finding("inserted", sequence, `Two entries claim to be entry ${sequence}.`)];
  return [missing(before.sequence + 1, sequence - 1)];
}

/** An entry that was only moved still names the hash of the one that it followed. */
function contentFindings(
  { sequence, previousHash, intact }: Link,
  places: ReadonlyMap<string, number>,
): readonly ChainFinding[] {
  if (intact) return [];
  const followed = places.get(previousHash);
  if (followed === undefined || followed === sequence - 1) {
    return [finding("edited", sequence, `Entry ${sequence} was changed: its hash is not that of its content.`)];
  }
  return [finding("reordered", sequence, `Entry ${sequence} was recorded in another place, and moved or changed.`)];
}

/** Only between neighbours; around a gap or a change the link can't hold, which is told already. */
function linkFindings({ sequence, previousHash, intact }: Link, before: Link): readonly ChainFinding[] {
  if (sequence !== before.sequence + 1 || previousHash === before.hash) return [];
  if (!intact || !before.intact) return [];
  if (before.sequence === 0) return [finding("deleted", 1, "Entry 1 follows an entry that is not there.")];
  const message = `Entry ${before.sequence} was replaced: entry ${sequence} was recorded after another one.`;
  return [finding("edited", before.sequence, message)];
}

function headFindings(last: Link, head: Head | undefined): readonly ChainFinding[] {
  if (head === undefined) {
    return last === START ? [] : [finding("head", last.sequence, "The record of the last entry is missing.")];
  }
  if (head.sequence > last.sequence) return [missing(last.sequence + 1, head.sequence)];
  if (head.sequence < last.sequence) {
    const message = `Entry ${head.sequence + 1} and what follows stand behind entry ${head.sequence}, the last that was recorded.`;
    return [finding("inserted", head.sequence + 1, message)];
  }
  if (head.hash === last.hash) return [];
  return [finding("head", last.sequence, `Entry ${last.sequence} is not the one that was recorded last.`)];
}

function missing(first: number, last: number): ChainFinding {
  const message = first === last ? `Entry ${first} is missing.` : `Entries ${first} to ${last} are missing.`;
  return finding("deleted", first, message);
}

function finding(code: ChainFinding["code"], sequence: number, message: string): ChainFinding {
  return { code, sequence, message };
}
