import { describe, expect, test } from "@jest/globals";
import { checkChain, NO_HASH, type Head, type Link } from "../../src/store/ledger-chain.ts";
import { fc } from "../properties.ts";

/** The entry of a place has the hash `h` and its number. */
const nth = (sequence: number): Link => ({
  sequence,
  previousHash: sequence === 1 ? NO_HASH : `h${sequence - 1}`,
  hash: `h${sequence}`,
  intact: true,
});

const chain = (length: number): readonly Link[] => Array.from({ length }, (_, index) => nth(index + 1));

const headOf = (links: readonly Link[]): Head => ({ sequence: links.length, hash: links.at(-1)?.hash ?? NO_HASH });

test.each([0, 1, 2, 50])("a chain of %i that nobody touched is sound", (length) => {
  expect(checkChain(chain(length), headOf(chain(length)))).toEqual([]);
});

test("a chain that nobody knows is sound", () => {
  expect(checkChain([], undefined)).toEqual([]);
});

const [one, two, three, four] = [nth(1), nth(2), nth(3), nth(4)];
const head = headOf(chain(4));
const moved = (link: Link, sequence: number): Link => ({ ...link, sequence, intact: false });

describe("names what was done", () => {
  test.each<{ title: string; links: readonly Link[]; head?: Head | undefined; finds: readonly string[] }>([
    { title: "content changed", links: [one, { ...two, intact: false }, three, four], finds: ["edited 2"] },
    {
      title: "content changed and hashed again",
      links: [one, { ...two, hash: "new" }, three, four],
      finds: ["edited 2"],
    },
    {
      title: "the last one changed and hashed again",
      links: [one, two, three, { ...four, hash: "new" }],
      finds: ["head 4"],
    },
    { title: "one deleted", links: [one, three, four], finds: ["deleted 2"] },
    { title: "several deleted", links: [one, four], finds: ["deleted 2"] },
    { title: "the first deleted", links: [two, three, four], finds: ["deleted 1"] },
    { title: "the last deleted", links: [one, two, three], finds: ["deleted 4"] },
    { title: "all deleted", links: [], finds: ["deleted 1"] },
    { title: "all deleted, and the head", links: [], head: undefined, finds: [] },
    { title: "the head deleted", links: [one, two, three, four], head: undefined, finds: ["head 4"] },
    { title: "an old head", links: [one, two, three, four], head: { sequence: 3, hash: "h3" }, finds: ["inserted 4"] },
    { title: "another head", links: [one, two, three, four], head: { sequence: 4, hash: "x" }, finds: ["head 4"] },
    { title: "one twice", links: [one, two, two, three, four], finds: ["inserted 2"] },
    {
      title: "two swapped",
      links: [one, moved(three, 2), moved(two, 3), four],
      finds: ["reordered 2", "reordered 3"],
    },
    {
      title: "deleted, and what follows moved up",
      links: [one, moved(three, 2), moved(four, 3)],
      finds: ["edited 2", "edited 3", "deleted 4"],
    },
    {
      title: "the first numbers cut off and the rest begins anew",
      links: [{ ...two, sequence: 1 }],
      head: { sequence: 1, hash: "h2" },
      finds: ["deleted 1"],
    },
  ])("$title", ({ links, finds, ...given }) => {
    const findings = checkChain(links, "head" in given ? given.head : head);
    expect(findings.map(({ code, sequence }) => `${code} ${sequence}`)).toEqual(finds);
  });
});

/** One change of one row. Whoever changes content, place or link without hashing again makes the entry not intact. */
const mutation = fc.oneof(
  fc.record({ kind: fc.constant("content" as const) }),
  fc.record({ kind: fc.constant("rehashed" as const) }),
  fc.record({ kind: fc.constant("hash" as const) }),
  fc.record({ kind: fc.constant("previous" as const) }),
  fc.record({ kind: fc.constant("delete" as const) }),
  fc.record({ kind: fc.constant("duplicate" as const) }),
  fc.record({ kind: fc.constant("place" as const), to: fc.integer({ min: -2, max: 40 }) }),
);

const mutate = (
  links: readonly Link[],
  at: number,
  { kind, ...given }: { kind: string; to?: number },
): readonly Link[] => {
  const changed = links.flatMap((link, index): readonly Link[] => {
    if (index !== at) return [link];
    if (kind === "content") return [{ ...link, intact: false }];
    if (kind === "rehashed") return [{ ...link, hash: "new" }];
    if (kind === "hash") return [{ ...link, hash: "new", intact: false }];
    if (kind === "previous") return [{ ...link, previousHash: "new", intact: false }];
    if (kind === "delete") return [];
    if (kind === "duplicate") return [link, link];
    return [{ ...link, sequence: given.to ?? 0, intact: given.to === link.sequence }];
  });
  return changed.toSorted((a, b) => a.sequence - b.sequence);
};

test("any single change of any entry of any chain is found", () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 30 }), fc.nat(), mutation, (length, drawn, change) => {
      const links = chain(length);
      const at = drawn % length;
      fc.pre(!("to" in change) || change.to !== links[at]?.sequence);
      expect(checkChain(mutate(links, at, change), headOf(links))).not.toEqual([]);
    }),
    { numRuns: 500 },
  );
});

test("any other order of the entries is found", () => {
  fc.assert(
    fc.property(fc.integer({ min: 2, max: 20 }), fc.nat(), fc.nat(), (length, left, right) => {
      const links = chain(length);
      const [from, to] = [(left % length) + 1, (right % length) + 1];
      fc.pre(from !== to);
      const swapped = links.map((link) => {
        if (link.sequence === from) return moved(link, to);
        return link.sequence === to ? moved(link, from) : link;
      });
      const findings = checkChain(
        swapped.toSorted((a, b) => a.sequence - b.sequence),
        headOf(links),
      );
      expect(findings.map(({ code }) => code)).toContain("reordered");
    }),
  );
});
