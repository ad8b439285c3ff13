import type { z } from "zod";
import { listExample, mapExample } from "./map-example.ts";
import { didYouMean, oneOf } from "./nearest.ts";
import { show, shorten, typeName } from "./show.ts";
import { zoneMeant } from "./time-zones.ts";
import type { Path } from "./yaml.ts";

/** One thing that a schema did not like, in words. */
export interface Complaint {
  /** Stable: `unknown-key`, `missing-key`, `wrong-type`, `wrong-value`. */
  readonly code: string;
  readonly message: string;
  readonly path: Path;
  /** Points at the key rather than at its value. */
  readonly atKey: boolean;
}

type Issue = z.core.$ZodIssue;

/** Zod's raw issues know the schema, and so the valid keys; the sentences that name keys are made where they are known. */
export const unknownKeySentences: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "invalid_type" && issue.expected === "object" && issue.input !== undefined)
    return mapExample(issue.inst, issue.input);
  if (issue.code !== "unrecognized_keys") return undefined;
  const known = knownKeys(issue.inst);
  return issue.keys.map((key) => unknownKey(key, known)).join("\n");
};

const unknownKey = (key: string, known: readonly string[]): string => {
  const meant = didYouMean(key, known);
  const expected = known.length === 0 ? "" : ` Expected ${oneOf(known)}.`;
  return `Unknown key \`${shorten(key)}\`.${meant}${meant === "" ? expected : ""}`;
};

const knownKeys = (schema: unknown): readonly string[] => {
  if (typeof schema !== "object" || schema === null || !("shape" in schema)) return [];
  return typeof schema.shape === "object" && schema.shape !== null ? Object.keys(schema.shape) : [];
};

/** Everything an error says, in sentences; of a union, what the member says that was obviously meant. */
export const complaints = (error: z.ZodError, value: unknown): readonly Complaint[] => {
  const all = error.issues.slice(0, MOST_ISSUES).flatMap((issue) => complain(issue, { root: value, within: [] }));
  const unknown = all.filter(({ code }) => code === "unknown-key");
  return all.filter((one) => !unknown.some((other) => other !== one && explains(other, one)));
};

/** A document with more is wrong as a whole; looking at each would only take time. */
const MOST_ISSUES = 300;

/** A misspelt key leaves its map without the right one; saying both would send people twice. */
const explains = ({ path, message }: Complaint, other: Complaint): boolean => {
  const key = other.path.at(-1);
  if (other.code === "missing-key") return message.includes(`mean \`${key}\``) && sameMap(path, other.path);
  return other.code === "wrong-value" && sameMap(path, [...other.path, ""]);
};

const sameMap = (one: Path, other: Path): boolean =>
  one.length === other.length && one.slice(0, -1).every((step, index) => step === other[index]);

interface Place {
  readonly root: unknown;
  readonly within: Path;
}

const complain = (issue: Issue, { root, within }: Place): readonly Complaint[] => {
  const path = [...within, ...issue.path.filter((step) => typeof step !== "symbol")];
  if (issue.code === "unrecognized_keys") return unknownKeys(issue, path);
  if (issue.code === "invalid_union") return union(issue, { root, within: path });
  const value = valueAt(root, path);
  const missing = value === undefined && issue.code === "invalid_type";
  if (missing) return [complaint("missing-key", missingKey(issue, path), path)];
  return [complaint(CODES[issue.code] ?? "wrong-value", sentence(issue, value), path)];
};

const CODES: Readonly<Record<string, string>> = { invalid_type: "wrong-type", invalid_key: "wrong-key" };

const complaint = (code: string, message: string, path: Path): Complaint => ({ code, message, path, atKey: false });

const unknownKeys = (
  { keys, message }: { keys: readonly string[]; message: string },
  path: Path,
): readonly Complaint[] => {
  const sentences = message.split("\n");
  return keys.map((key, index) => ({
    code: "unknown-key",
    message: sentences[index] ?? `Unknown key \`${shorten(key)}\`.`,
    path: [...path, key],
    atKey: true,
  }));
};

const missingKey = (issue: Issue, path: Path): string => {
  const wanted = issue.code === "invalid_type" ? `; expected ${typeName(issue.expected)}` : "";
  return `\`${String(path.at(-1) ?? "The document")}\` is missing${wanted}.`;
};

const sentence = (issue: Issue, value: unknown): string => {
  if (issue.code === "invalid_type")
    return `Expected ${typeName(issue.expected)}, got ${show(value)}.${remedyFor(issue, value)}`;
  if (issue.code === "invalid_key")
    return issue.issues.map(({ message }) => withValue(message, issue.path.at(-1))).join(" ");
  if (BUILT_IN.test(issue.message)) return builtIn(issue, value);
  const isZone = issue.code === "custom" && issue.params?.["expects"] === "time zone";
  return `${withValue(issue.message, value)}${isZone && typeof value === "string" ? zoneMeant(value) : ""}`;
};

/** Our own sentences say what is expected; what was found goes before them. */
const withValue = (message: string, value: unknown): string => {
  if (typeof value !== "string" && typeof value !== "number") return message;
  return value === "" || message.includes(`\`${value}\``) ? message : `${show(value)} does not fit. ${message}`;
};

const builtIn = (issue: Issue, value: unknown): string => {
  if (issue.code === "invalid_value") return notAmong(issue.values.map(String), value);
  if (issue.code === "too_small") return tooSmall(issue, value);
  if (issue.code === "too_big") return `${show(value)} is too large; expected at most ${String(issue.maximum)}.`;
  const expected = issue.code === "invalid_format" ? FORMATS[issue.format] : undefined;
  return expected === undefined ? `${show(value)} is not valid: ${issue.message}.` : `${show(value)} is ${expected}`;
};

/** What texts of a form look like, for those who write them by hand. */
const FORMATS: Readonly<Record<string, string>> = {
  datetime: "no moment; expected ISO 8601 with seconds and a time zone, such as `2026-03-29T01:30:00Z`.",
  url: "no web address; expected one such as `https://github.com/acme/shop/pull/1`.",
};

const notAmong = (known: readonly string[], value: unknown): string =>
  `Expected ${oneOf(known)}, got ${show(value)}.${typeof value === "string" ? didYouMean(value, known) : ""}`;

/** How zod's own sentences begin; any other sentence was written by us. */
const BUILT_IN = /^(Invalid|Too (small|big)|Unrecognized)/u;

const tooSmall = (issue: z.core.$ZodIssueTooSmall, value: unknown): string => {
  if (issue.origin === "string") return "The text is empty; write something or remove the key.";
  if (issue.origin === "array")
    return `The list needs at least ${String(issue.minimum)} ${issue.minimum === 1 ? "entry" : "entries"}.`;
  return `${show(value)} is too small; expected at least ${String(issue.minimum)}.`;
};

const union = (issue: z.core.$ZodIssueInvalidUnion, place: Place): readonly Complaint[] => {
  const value = valueAt(place.root, place.within);
  const members = issue.errors.filter((member) => member.length > 0);
  const fitting = members.filter((member) => !member.some((one) => isRootMismatch(one)));
  const [best] = fitting.toSorted((one, other) => rank(one) - rank(other));
  if (best !== undefined) return best.flatMap((one) => complain(one, place));
  if (value === undefined)
    return [
      complaint(
        "missing-key",
        `\`${String(place.within.at(-1))}\` is missing; expected ${expectations(members)}.`,
        place.within,
      ),
    ];
  return [complaint("wrong-type", noMember(members, value), place.within)];
};

/** The value is not even of the member's type, so the member was not meant. */
const isRootMismatch = (issue: Issue): boolean =>
  issue.path.length === 0 &&
  (issue.code === "invalid_type" || issue.code === "invalid_value" || isHopelessUnion(issue));

const isHopelessUnion = (issue: Issue): boolean =>
  issue.code === "invalid_union" && issue.errors.every((member) => member.some((one) => isRootMismatch(one)));

/** Unknown keys weigh most: the member that knows the keys was meant. */
const rank = (member: readonly Issue[]): number =>
  member.reduce((sum, issue) => sum + (issue.code === "unrecognized_keys" ? 10 * issue.keys.length : 1), 0);

const noMember = (members: readonly (readonly Issue[])[], value: unknown): string => {
  const words = members.flatMap((member) => member.flatMap(wordsOf));
  const meant = typeof value === "string" ? didYouMean(value, words) : "";
  return `Expected ${expectations(members)}, got ${show(value)}.${meant}`;
};

const wordsOf = (issue: Issue): readonly string[] => {
  if (issue.code === "invalid_value") return issue.values.map(String);
  return issue.code === "invalid_union" ? issue.errors.flatMap((member) => member.flatMap(wordsOf)) : [];
};

const expectations = (members: readonly (readonly Issue[])[]): string => {
  const all = members.flatMap((member) => member.flatMap(expectation));
  const unique = [...new Set(all)];
  const last = unique.pop() ?? "something else";
  return unique.length === 0 ? last : `${unique.join(", ")} or ${last}`;
};

const expectation = (issue: Issue): readonly string[] => {
  if (issue.code === "invalid_type") return [typeName(issue.expected)];
  if (issue.code === "invalid_value") return issue.values.map((value) => `\`${String(value)}\``);
  return issue.code === "invalid_union" ? issue.errors.flatMap((member) => member.flatMap(expectation)) : [];
};

const valueAt = (root: unknown, path: Path): unknown => {
  let value = root;
  for (const step of path) {
    if (typeof value !== "object" || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
};

const remedyFor = ({ expected, message }: z.core.$ZodIssueInvalidType, value: unknown): string => {
  if (expected === "string" && (typeof value === "number" || typeof value === "boolean")) return " Put it in quotes.";
  if (expected === "array" && typeof value !== "object") return listExample(value);
  return BUILT_IN.test(message) ? "" : ` ${message}`;
};
