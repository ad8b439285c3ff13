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
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, censor(name, value, 0)]));
}

function censor(name: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (SECRET_NAME.test(name)) return CENSORED;
  if (typeof value !== "object" || value instanceof Date) return value;
  return depth === DEEPEST ? "[too deep]" : censorObject(value, depth + 1);
}

function censorObject(value: object, depth: number): unknown {
  if (isNativeError(value)) return censorError(value, depth);
  if (Array.isArray(value)) return value.map((item: unknown) => censor("", item, depth));
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, censor(key, item, depth)]));
}

/**
 * What databases put beside an error that holds what was to be written, such as a comment's text: the parameters, and rows that
 * break a rule. The statement itself has none. https://www.postgresql.org/docs/current/protocol-error-fields.html
 */
const VALUES_OF_QUERIES: ReadonlySet<string> = new Set([
  "params",
  "parameters",
  "values",
  "queryOptions",
  "detail",
  "where",
]);

function censorError(error: Error, depth: number): unknown {
  const { name, message, stack, cause } = error;
  const told = Object.entries(error).filter(([key]) => !VALUES_OF_QUERIES.has(key));
  const own = told.map(([key, value]) => [key, censor(key, value, depth)]);
  return { ...Object.fromEntries(own), type: name, message, stack, cause: censor("cause", cause, depth) };
}
