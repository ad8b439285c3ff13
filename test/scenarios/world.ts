import type { Logger } from "pino";
import type { Environment } from "../../src/config/environment.ts";
import { createLogger } from "../../src/config/logger.ts";
import { start, type Running } from "../../src/process.ts";
import { freePort } from "./free-port.ts";
import { manifest } from "./manifest.ts";
import { FakeGitHub, type FakeGitHubOptions } from "../fake-github/fake-github.ts";

export interface World {
  readonly github: FakeGitHub;
  /** The process that runs now. */
  readonly gatehouse: Running;
  /** Waits until GitHub has delivered everything and Gatehouse has done all it can do now. */
  readonly settle: () => Promise<void>;
  /** Ends the process; what happens meanwhile is not delivered. */
  readonly away: () => Promise<void>;
  /** Starts the process anew on the same data. */
  readonly back: () => Promise<void>;
  /** Ends everything. */
  readonly stop: () => Promise<void>;
}

export interface WorldOptions {
  readonly github?: FakeGitHubOptions;
  /** Without it the embedded database lives in memory, and `back` starts with an empty one. */
  readonly dataDir?: string;
  readonly databaseUrl?: string;
  readonly logLevel?: "silent" | "info" | "debug" | "warn";
  /** How long GitHub may take for one answer, in milliseconds; two minutes unless given. */
  readonly callTimeoutMs?: number;
  /** The clock of Gatehouse, where it is not that of GitHub. */
  readonly now?: () => Date;
  /** Older secrets that are still accepted. */
  readonly moreSecrets?: readonly string[];
  /** True: people can sign in to the pages, at an address that stays when the process starts anew. */
  readonly pages?: boolean;
  /** Where Gatehouse listens; a free port unless given. */
  readonly port?: number;
  /** True: what is missed is looked for, as in production. Otherwise every call is caused by what a story tells. */
  readonly catchUp?: boolean;
  /** True: it is looked what guards repositories, as in production. */
  readonly selfCheck?: boolean;
  /** What is set otherwise than in other stories. */
  readonly environment?: Partial<Environment>;
  /** Where its log goes, instead of by `logLevel`. */
  readonly log?: Logger;
  /** How long PostgreSQL may take for one statement, in milliseconds. */
  readonly statementMs?: number;
}

/** A GitHub and a Gatehouse that is installed on it, both real processes on loopback addresses. */
export const startWorld = async (options: WorldOptions = {}): Promise<World> => {
  const github = await FakeGitHub.start({ ...options.github, app: { ...manifest(), ...options.github?.app } });
  let gatehouse: Running | undefined;
  const port = options.port ?? (options.pages === true ? await freePort() : 0);
  const back = async (): Promise<void> => {
    gatehouse = await startGatehouse(github, { ...options, port });
    github.deliverTo(`${gatehouse.url}/api/github/webhooks`);
  };
  const away = async (): Promise<void> => {
    github.deliverTo(undefined);
    await gatehouse?.stop();
    gatehouse = undefined;
  };
  const running = (): Running => {
    if (gatehouse === undefined) throw new Error("Gatehouse is not running");
    return gatehouse;
  };
  await back();
  return {
    github,
    get gatehouse() {
      return running();
    },
    settle: () => settle(github, running()),
    away,
    back,
    stop: async () => {
      await away();
      await github.stop();
    },
  };
};

/** A little less than the fake waits for an answer. GitHub waits for ten seconds and is asked again; stories are told once, on busy machines. */
const WEBHOOK_MS = 50_000;

/** The fake judges what it answers, which takes it a while where there are thousands of files and others need the machine. */
const CALL_MS = 120_000;

export const startGatehouse = (github: FakeGitHub, options: WorldOptions): Promise<Running> =>
  start({
    environment: {
      appId: github.appId,
      privateKey: github.privateKey,
      webhookSecrets: [github.webhookSecret, ...(options.moreSecrets ?? [])],
      databaseUrl: options.databaseUrl,
      dataDir: options.dataDir,
      host: "127.0.0.1",
      port: options.port ?? 0,
      logLevel: options.logLevel ?? "silent",
      githubApiUrl: github.url,
      ...(options.pages === true ? pagesAt(github, options.port ?? 0) : { publicUrl: undefined }),
      ...options.environment,
    },
    log: options.log ?? createLogger({ level: options.logLevel ?? "silent" }),
    now: options.now ?? (() => github.now()),
    callTimeoutMs: options.callTimeoutMs ?? CALL_MS,
    statementMs: options.statementMs,
    webhookMs: WEBHOOK_MS,
    selfCheck: options.selfCheck ?? false,
    catchUp: options.catchUp ?? process.env["CATCH_UP"] === "yes",
  });

const pagesAt = ({ clientId, clientSecret }: FakeGitHub, port: number) => {
  const publicUrl = `http://127.0.0.1:${port}`;
  const sessionSecrets = ["a session secret of at least thirty-two characters"] as const;
  return { publicUrl, signIn: { clientId, clientSecret, sessionSecrets, publicUrl } };
};

/** Work causes deliveries and deliveries cause work: settled is when a round of both caused nothing more. */
export const settle = async (github: FakeGitHub, gatehouse: Running): Promise<void> => {
  for (let before = -1; before !== github.calls.length;) {
    before = github.calls.length;
    await github.settled();
    await gatehouse.moved();
    await gatehouse.idle();
  }
};
