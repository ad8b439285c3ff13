import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { fc } from "../properties.ts";

/** How many cases each parser meets; `npm run fuzz` asks for a hundred thousand. */
const CASES = Number(process.env["FUZZ_CASES"] ?? 100);

/** Generous: it is to end a run that hangs, not to measure one. In milliseconds. */
const TIMEOUT_MS = 600_000 + CASES * 100;

/**
 * Whatever comes, it is answered, and the second time with the same words. `look` answers what a case says in the end, as plain data, and
 * throws where that is none of the documented answers.
 */
export const fuzz = <Case>(title: string, cases: fc.Arbitrary<Case>, look: (one: Case) => unknown): void => {
  test(
    // oxlint-disable-next-line jest/valid-title -- it is one, given by the caller
    title,
    () => {
      fc.assert(
        fc.property(cases, (one) => {
          const first = JSON.stringify(look(one));
          expect(JSON.stringify(look(one))).toBe(first);
        }),
        { numRuns: CASES },
      );
    },
    TIMEOUT_MS,
  );
};

/** The same for what answers later. */
export const fuzzLater = <Case>(
  title: string,
  cases: fc.Arbitrary<Case>,
  look: (one: Case) => Promise<unknown>,
): void => {
  test(
    // oxlint-disable-next-line jest/valid-title -- it is one, given by the caller
    title,
    () =>
      fc.assert(
        fc.asyncProperty(cases, async (one) => {
          const first = JSON.stringify(await look(one));
          expect(JSON.stringify(await look(one))).toBe(first);
        }),
        { numRuns: CASES },
      ),
    TIMEOUT_MS,
  );
};

const anyText = fc.oneof(
  fc.string({ unit: "binary", maxLength: 6 }),
  fc.string({ unit: "grapheme", maxLength: 6 }),
  fc.constantFrom("\0", "\uFEFF", "\uD800", "\u2028", "\u200B", "\r", "\r\n", "\n", "\n\n", "\t", "    ", " "),
);

const pieceOf = (tokens: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...tokens) }, { weight: 1, arbitrary: anyText });

/** The words of a language in any order; now and then one of them many times over. */
export const soup = (tokens: readonly string[]): fc.Arbitrary<string> =>
  fc
    .array(
      fc.oneof(
        { weight: 20, arbitrary: pieceOf(tokens) },
        {
          weight: 1,
          arbitrary: fc.tuple(pieceOf(tokens), fc.nat(400)).map(([piece, times]) => piece.repeat(times).slice(0, 3000)),
        },
      ),
      { maxLength: 40 },
    )
    .map((pieces) => pieces.join(""));

/** Sound texts with a few things put in, taken out, or said twice. */
export const spoilt = (texts: readonly string[], tokens: readonly string[]): fc.Arbitrary<string> => {
  const edit = fc.record({
    at: fc.nat(99_999),
    drop: fc.oneof({ weight: 3, arbitrary: fc.nat(3) }, { weight: 1, arbitrary: fc.nat(60) }),
    put: pieceOf(tokens),
    again: fc.oneof({ weight: 4, arbitrary: fc.constant(0) }, { weight: 1, arbitrary: fc.nat(80) }),
  });
  return fc.tuple(fc.constantFrom(...texts), fc.array(edit, { maxLength: 5 })).map(([text, edits]) =>
    edits.reduce((spoiling, { at, drop, put, again }) => {
      const place = Math.floor((at / 100_000) * (spoiling.length + 1));
      return `${spoiling.slice(0, place)}${put}${spoiling.slice(place, place + again)}${spoiling.slice(place + drop)}`;
    }, text),
  );
};

/** Both. */
export const texts = (sound: readonly string[], tokens: readonly string[]): fc.Arbitrary<string> =>
  fc.oneof(soup(tokens), spoilt(sound, tokens));

const root = join(import.meta.dirname, "../..");

/** Files of the repository that end in one of these, from some folders. */
export const filesOf = (folders: readonly string[], endings: RegExp): readonly string[] =>
  folders.flatMap((folder) =>
    readdirSync(join(root, folder))
      .filter((name) => endings.test(name))
      .map((name) => readFileSync(join(root, folder, name), "utf8")),
  );

/** JSON with one or more of its values replaced by something else, or taken out. */
export const spoiltJson = (values: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc
    .tuple(
      fc.constantFrom(...values),
      fc.array(fc.tuple(fc.array(fc.nat(30), { maxLength: 5 }), fc.option(odd, { nil: undefined })), { maxLength: 4 }),
    )
    .map(([value, edits]) => edits.reduce((spoiling, [path, put]) => replaced(spoiling, path, put), value));

const odd = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1e308,
    2 ** 53,
    "",
    "null",
    "__proto__",
    [],
    {},
    [[]],
    "\0",
    "\uD800",
    "a".repeat(3000),
  ),
  fc.jsonValue({ maxDepth: 3 }),
  anyText,
);

const replaced = (value: unknown, path: readonly number[], put: unknown): unknown => {
  const [first, ...rest] = path;
  if (first === undefined || typeof value !== "object" || value === null) return put;
  if (Array.isArray(value)) {
    const list: readonly unknown[] = value;
    return list.map((item, index) => (index === first % list.length ? replaced(item, rest, put) : item));
  }
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, item], index) => [key, index === first % entries.length ? replaced(item, rest, put) : item]),
  );
};
