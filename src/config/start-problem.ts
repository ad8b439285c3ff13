import type { Environment } from "./environment.ts";
import { systemWords } from "./system-words.ts";

type Settings = Pick<Environment, "databaseUrl" | "databaseMigrationUrl" | "dataDir" | "host" | "port">;

/** Why the process did not start, with every cause and the variable to look at; the database's password is left out. */
export const startProblem = (error: unknown, settings: Settings): string => {
  const chain = chainOf(error);
  const [first = "unknown error", ...causes] = chain.map(({ message }) => withoutPassword(message, settings));
  const hint = HINTS.find(({ fits }) => chain.some((link) => fits(link, settings)));
  return [
    `Gatehouse can't start: ${first}`,
    ...causes.map((cause) => `  because ${cause}`),
    ...(hint === undefined ? [] : [`Look at ${hint.says(settings)}`]),
  ].join("\n");
};

interface Link {
  readonly message: string;
  readonly code: string;
  /** The call to the operating system that failed. */
  readonly syscall: string;
  /** The name that could not be resolved. */
  readonly hostname: string;
}

interface Hint {
  readonly fits: (link: Link, settings: Settings) => boolean;
  readonly says: (settings: Settings) => string;
}

const DATABASE: Hint["says"] = ({ databaseUrl, dataDir }) =>
  databaseUrl === undefined
    ? `DATA_DIR (${dataDir}): the embedded database there can't be opened. docs/if-gatehouse-is-down.md says what to do if it is damaged.`
    : "DATABASE_URL: PostgreSQL must run, be reachable from here, know this user, password and database, and let the user create tables. If it is a user of few rights on purpose, run `gatehouse database migrate` first (docs/audit.md).";

/** The first that fits any of the causes is told: a lock that could not be taken fails with `listen`, too. */
const HINTS: readonly Hint[] = [
  {
    fits: ({ message }) => message.endsWith("could not be locked"),
    says: ({ dataDir }) => `DATA_DIR (${dataDir}): it must be a directory on a local disk that this user can write to.`,
  },
  { fits: ({ message }) => /could not be migrated|PGlite/.test(message), says: DATABASE },
  {
    fits: ({ code, syscall }) => syscall === "listen" && code === "EADDRINUSE",
    says: ({ port }) => `PORT (${port}): another process listens there. Stop it, or choose another port.`,
  },
  {
    fits: ({ code, syscall }) => syscall === "listen" && code === "EACCES",
    says: ({ port }) => `PORT (${port}): this user may not listen there. Choose 1024 or more.`,
  },
  {
    fits: ({ code, syscall, hostname }, { host }) =>
      (syscall === "listen" && code === "EADDRNOTAVAIL") || (syscall === "getaddrinfo" && hostname === host),
    says: ({ host }) => `HOST (${host}): it must be an address of this machine; 0.0.0.0 stands for all of them.`,
  },
  {
    fits: ({ code, syscall }, { databaseUrl }) =>
      databaseUrl !== undefined && (CONNECTING.has(syscall) || SQLSTATE.test(code) || FILE_ERRORS.has(code)),
    says: DATABASE,
  },
  {
    fits: ({ code }) => FILE_ERRORS.has(code),
    says: ({ dataDir }) =>
      `DATA_DIR (${dataDir}): it must be a directory that this user can write to, on a disk with room.`,
  },
];

const CONNECTING: ReadonlySet<string> = new Set(["connect", "getaddrinfo"]);

/** https://www.postgresql.org/docs/current/errcodes-appendix.html; five characters, of which the first two are the class. */
const SQLSTATE = /^(?=.*\d)[0-9A-Z]{5}$/;

const FILE_ERRORS: ReadonlySet<string> = new Set(["EACCES", "EPERM", "EROFS", "EEXIST", "ENOENT", "ENOTDIR", "ENOSPC"]);

/** More than this is a circle. */
const LONGEST_CHAIN = 8;

const chainOf = (error: unknown): readonly Link[] => {
  const chain: Link[] = [];
  for (let next = error; next !== undefined && next !== null && chain.length < LONGEST_CHAIN; next = causeOf(next))
    chain.push(linkOf(next));
  return chain;
};

/** A connection that was tried on several addresses fails with one error for each; the first tells enough. */
const causeOf = (error: unknown): unknown => {
  if (!(error instanceof Error)) return undefined;
  return error instanceof AggregateError ? (error.errors[0] ?? error.cause) : error.cause;
};

const linkOf = (error: unknown): Link => {
  if (!(error instanceof Error)) return { message: String(error), code: "", syscall: "", hostname: "" };
  const code = wordOf(error, "code");
  return {
    message: error.message === "" ? code || error.name : systemWords(error.message),
    code,
    syscall: wordOf(error, "syscall"),
    hostname: wordOf(error, "hostname"),
  };
};

const wordOf = (error: Error, key: string): string => {
  const value: unknown = Reflect.get(error, key);
  return typeof value === "string" ? value : "";
};

const withoutPassword = (message: string, { databaseUrl, databaseMigrationUrl }: Settings): string => {
  const hidden = message.replaceAll(/:\/\/([^/\s:@]*):[^/\s@]*@/g, "://$1:***@");
  const secrets = [databaseUrl, databaseMigrationUrl].flatMap((url) => (url === undefined ? [] : passwordsOf(url)));
  return secrets.reduce((text, secret) => text.replaceAll(secret, "***"), hidden);
};

/** As it is written in the address, and as it is meant. */
const passwordsOf = (databaseUrl: string): readonly string[] => {
  const url = URL.canParse(databaseUrl) ? new URL(databaseUrl) : undefined;
  const written = [url?.password ?? "", url?.searchParams.get("password") ?? ""];
  return [...written, ...written.map(decoded)].filter((password) => password !== "");
};

const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};
