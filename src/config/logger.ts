import { isNativeError } from "node:util/types";
import { pino } from "pino";
import type { DestinationStream, Logger, LoggerOptions as PinoOptions } from "pino";
import type { LogLevel } from "./environment.ts";

export interface LoggerOptions {
  readonly level: LogLevel;
  /** Where lines go; default: standard output. */
  readonly destination?: DestinationStream;
  /** What a line says besides, by what is done at that moment. */
  readonly fields?: (line: object) => object;
}

/** Logs one JSON object per line; what looks like a secret by its name is censored wherever it is nested. */
export function createLogger({ level, destination, fields }: LoggerOptions): Logger {
  const options: PinoOptions = {
    level,
    base: { name: "gatehouse" },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }), log: censored },
    ...(fields === undefined ? {} : { mixin: fields }),
    serializers: { err: (error: unknown) => error },
    redact: { paths: [...BOUND_NAMES, ...BOUND_NAMES.map((name) => `*.${name}`)], censor: CENSORED },
    hooks: { streamWrite: (line) => line.replaceAll(SECRET_TEXT, CENSORED) },
  };
  return destination === undefined ? pino(options) : pino(options, destination);
}

const CENSORED = "[redacted]";

/** Matches names as they come in headers, environments and options: `x-hub-signature-256`, `PRIVATE_KEY`, `accessToken`. */
const SECRET_NAME =
  /authorization|token|secret|private[-_]?key|password|passwd|signature|cookie|^pem$|^jwt$|database_?url/i;

/**
 * What is a secret wherever it stands in a line: GitHub's tokens, of whatever signs they are made, bearer credentials, JWTs, PEM keys, passwords in
 * addresses. None of them reaches over a quotation mark, so the line stays JSON.
 * https://docs.github.com/en/authentication/keeping-your-account-and-data-secure/about-authentication-to-github#githubs-token-formats
 */
const SECRET_TEXT = new RegExp(
  [
    String.raw`\b(?:(?:gh[a-z]_|github_pat_)[\w.~+/=-]{16,}|eyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]{8,})`,
    String.raw`-----BEGIN [A-Z ]*PRIVATE KEY-----[^"]*`,
    String.raw`(?<=:\/\/[^\s:/@"]{0,64}:)[^\s/@"]{1,256}(?=@)`,
    String.raw`(?<=\b(?:bearer|token) )[\w.~+/=-]{16,}`,
  ].join("|"),
  "gi",
);

/** What a child logger is bound to doesn't pass through the formatter, so there the usual names are looked for. */
const BOUND_NAMES = [
  "authorization",
  "token",
  "secret",
  "webhookSecret",
  "privateKey",
  "password",
  "signature",
  "cookie",
];

const DEEPEST = 8;

/** pino's own `redact` knows fixed paths only, and an Octokit error carries its request's headers at depths of its own. */
function censored(fields: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, censor(name, value, TOP)]));
}

interface Place {
  readonly depth: number;
  readonly isOfError: boolean;
}

const TOP: Place = { depth: 0, isOfError: false };

function censor(name: string, value: unknown, place: Place): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (SECRET_NAME.test(name)) return CENSORED;
  if (typeof value !== "object" || value instanceof Date) return value;
  return place.depth === DEEPEST ? "[too deep]" : censorObject(value, { ...place, depth: place.depth + 1 });
}

function censorObject(value: object, place: Place): unknown {
  if (isNativeError(value)) return censorError(value, { ...place, isOfError: true });
  if (Array.isArray(value)) return value.map((item: unknown) => censor("", item, place));
  return Object.fromEntries(censorEntries(value, place));
}

/**
 * What stands beside an error of what was to be written or was read, such as a comment's text, which is nobody's to read in a log. Of
 * databases: parameters, and rows that break a rule; the statement itself has none. Of Octokit: what was sent, and what was answered; the
 * message says what GitHub found wrong. https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
const CONTENT: ReadonlySet<string> = new Set([
  "params",
  "parameters",
  "values",
  "queryOptions",
  "detail",
  "where",
  "body",
  "variables",
  "data",
]);

function censorEntries(value: object, place: Place): [string, unknown][] {
  const told = Object.entries(value).filter(([key]) => !(place.isOfError && CONTENT.has(key)));
  return told.map(([key, item]) => [key, censor(key, item, place)]);
}

function censorError(error: Error, place: Place): unknown {
  const { name, message, stack, cause } = error;
  const own = Object.fromEntries(censorEntries(error, place));
  return { ...own, type: name, message, stack, cause: censor("cause", cause, place) };
}
