import { z } from "zod";
import { privateKeyOf } from "./private-key.ts";
import { withSecretFiles } from "./secret-files.ts";
import { missingForSignIn, signInOf, SignInFields, type SignInEnvironment } from "./sign-in.ts";

/** The settings of the process, checked; `.env.example` explains each one. */
export interface Environment extends DatabaseEnvironment {
  readonly appId: number;
  /** PEM. */
  readonly privateKey: string;
  /** The first signs; every one of them verifies, so that a secret can be changed without losing deliveries. */
  readonly webhookSecrets: readonly [string, ...string[]];
  readonly host: string;
  readonly port: number;
  readonly logLevel: LogLevel;
  /** How many proxies stand before this process, whose word on who came to them is believed. */
  readonly trustedProxies?: number | undefined;
  /** Where people and GitHub reach this process, without a slash at the end. */
  readonly publicUrl: string | undefined;
  /** What people sign in by; absent where the pages are not switched on. */
  readonly signIn?: SignInEnvironment | undefined;
  /** Whoever asks for `/metrics` has to say it. */
  readonly metricsToken?: string | undefined;
  /** Where `/metrics` is answered to whoever asks. */
  readonly metricsPort?: number | undefined;
  /** Where OpenTelemetry's traces go, without a slash at the end. */
  readonly tracesUrl?: string | undefined;
  /** For how long a process that is told to stop goes on answering, so that whoever sends requests hears of it. */
  readonly stopDelayMs?: number | undefined;
  /** Whether a new installation is welcomed with an issue. */
  readonly welcome?: boolean | undefined;
}

/** The settings by which the database is found; the commands that only read it need no others. */
export interface DatabaseEnvironment {
  readonly databaseUrl: string | undefined;
  /** Connects as the owner of the tables, where `databaseUrl` is that of a user with fewer rights. */
  readonly databaseMigrationUrl?: string | undefined;
  readonly dataDir: string;
  /** Without a slash at the end. */
  readonly githubApiUrl: string;
}

export type LogLevel = z.output<typeof LogLevel>;

/** The environment can't be used; the message lists every problem and how to mend it. */
export class EnvironmentError extends Error {
  readonly code = "environment";
}

type Given = Readonly<Record<string, string | undefined>>;

/** Reads the settings from environment variables; throws `EnvironmentError`. Values never appear in the message. */
export function readEnvironment(env: Given): Environment {
  return parsed(Variables, env);
}

/** Reads what a command needs that only looks at the database; throws `EnvironmentError`. */
export function readDatabaseEnvironment(env: Given): DatabaseEnvironment {
  return toDatabaseEnvironment(parsed(DatabaseFields, env));
}

function parsed<Output>(schema: z.ZodType<Output>, env: Given): Output {
  const given = Object.fromEntries(
    Object.entries(env).flatMap(([name, value = ""]) => (value.trim() === "" ? [] : [[name, value]])),
  );
  const { env: whole, problems: unread } = withSecretFiles(given);
  const result = schema.safeParse(whole);
  if (result.success && unread.length === 0) return result.data;
  const hidden = new Set(unread.map(({ variable }) => variable.replace(/_FILE$/, "")));
  const others = (result.error?.issues ?? []).map(({ path, message }) => ({
    variable: path.join("."),
    problem: message,
  }));
  const problems = [...unread, ...others.filter(({ variable }) => !hidden.has(variable))].map(
    ({ variable, problem }) => `  ${variable}: ${problem}`,
  );
  throw new EnvironmentError(
    `Gatehouse can't start with this environment. Set these variables (see .env.example):\n${problems.join("\n")}`,
  );
}

const LogLevel = z.enum(["trace", "debug", "info", "warn", "error", "fatal", "silent"], {
  error: "expected trace, debug, info, warn, error, fatal or silent",
});

const SHORTEST_SECRET = 32;

const Secrets = z
  .string({ error: "is required; make one with `openssl rand -hex 32` and enter it in the App's webhook settings" })
  .transform((text) => text.split(",").map((secret) => secret.trim()))
  .refine((secrets) => secrets.every(({ length }) => length >= SHORTEST_SECRET), {
    error: `each secret needs ${SHORTEST_SECRET} characters or more; make one with \`openssl rand -hex 32\``,
  });

const httpUrl = (example: string) =>
  z
    .url({ protocol: /^https?$/, error: `expected an address such as ${example}` })
    .transform((url) => url.replace(/\/+$/, ""));

const postgresUrl = z.url({
  protocol: /^postgres(ql)?$/,
  error: "expected an address such as postgresql://user:password@host:5432/gatehouse",
});

const DatabaseFields = z.object({
  DATABASE_URL: postgresUrl.optional(),
  DATABASE_MIGRATION_URL: postgresUrl.optional(),
  DATA_DIR: z.string().default(".gatehouse/data"),
  GITHUB_API_URL: httpUrl("https://HOSTNAME/api/v3 (GitHub Enterprise Server); leave it out for github.com").default(
    "https://api.github.com",
  ),
});

const numberUpTo = (most: number) =>
  z
    .string()
    .regex(/^\d{1,5}$/, `expected a number from 0 to ${most}`)
    .transform(Number)
    .refine((number) => number <= most, `expected a number from 0 to ${most}`);

const Fields = DatabaseFields.extend({
  APP_ID: z
    .string({ error: "is required; the number is shown on the App's settings page" })
    .regex(/^[1-9]\d{0,14}$/, "expected the number shown on the App's settings page"),
  PRIVATE_KEY: z.string().optional(),
  PRIVATE_KEY_PATH: z.string().optional(),
  WEBHOOK_SECRET: Secrets,
  WEBHOOK_SECRET_PREVIOUS: Secrets.optional(),
  HOST: z.string().default("0.0.0.0"),
  PORT: numberUpTo(65_535).default(3000),
  LOG_LEVEL: LogLevel.default("info"),
  TRUST_PROXY: numberUpTo(9).default(0),
  PUBLIC_URL: httpUrl("https://gatehouse.example.com")
    .refine((url) => new URL(url).pathname === "/", "must have no path: its pages stand at the root of a host")
    .optional(),
  ...SignInFields,
  METRICS_TOKEN: z
    .string()
    .min(SHORTEST_SECRET, `needs ${SHORTEST_SECRET} characters or more; make one with \`openssl rand -hex 32\``)
    .optional(),
  METRICS_PORT: numberUpTo(65_535).optional(),
  OTEL_EXPORTER_OTLP_ENDPOINT: httpUrl("http://localhost:4318").optional(),
  STOP_DELAY_SECONDS: numberUpTo(300).default(5),
  WELCOME: z.enum(["yes", "no"], { error: "expected yes or no" }).default("yes"),
});

type Fields = z.output<typeof Fields>;

/** The key is looked at even when other variables are wrong, so that one start shows every problem. */
const Variables = z.record(z.string(), z.string()).transform((given, context): Environment => {
  const fields = Fields.safeParse(given);
  const key = privateKeyOf(given);
  for (const issue of fields.error?.issues ?? []) {
    context.addIssue({ code: "custom", path: issue.path, message: issue.message });
  }
  if ("problem" in key) context.addIssue({ code: "custom", path: [key.variable], message: key.problem });
  const missing = missingForSignIn(given);
  for (const { variable, problem } of missing) context.addIssue({ code: "custom", path: [variable], message: problem });
  if (!fields.success || "problem" in key || missing.length > 0) return z.NEVER;
  return toEnvironment(fields.data, key.pem);
});

function toEnvironment(fields: Fields, privateKey: string): Environment {
  const [current = "", ...older] = fields.WEBHOOK_SECRET;
  return {
    appId: Number(fields.APP_ID),
    privateKey,
    webhookSecrets: [current, ...older, ...(fields.WEBHOOK_SECRET_PREVIOUS ?? [])],
    ...toDatabaseEnvironment(fields),
    host: fields.HOST,
    port: fields.PORT,
    logLevel: fields.LOG_LEVEL,
    trustedProxies: fields.TRUST_PROXY,
    publicUrl: fields.PUBLIC_URL,
    signIn: signInOf(fields),
    metricsToken: fields.METRICS_TOKEN,
    metricsPort: fields.METRICS_PORT,
    tracesUrl: fields.OTEL_EXPORTER_OTLP_ENDPOINT,
    stopDelayMs: fields.STOP_DELAY_SECONDS * 1000,
    welcome: fields.WELCOME === "yes",
  };
}

function toDatabaseEnvironment(fields: z.output<typeof DatabaseFields>): DatabaseEnvironment {
  return {
    databaseUrl: fields.DATABASE_URL,
    databaseMigrationUrl: fields.DATABASE_MIGRATION_URL,
    dataDir: fields.DATA_DIR,
    githubApiUrl: fields.GITHUB_API_URL,
  };
}
