import { type ChildProcess, fork, spawnSync } from "node:child_process";
import { mkdir, mkdtemp, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { z } from "zod";
import type { FakeGitHub } from "../fake-github/fake-github.ts";
import { RecordedQuery } from "./recorded-queries.ts";

/** What the process has used since it started. */
const Usage = z.object({ rssMb: z.number(), peakMb: z.number(), cpuMs: z.number() });
export type Usage = z.output<typeof Usage>;

/** A Gatehouse in a process of its own, so that its memory and its processor time are its own. */
export interface Gatehouse {
  readonly url: string;
  /** Resolves when no work is waiting. It asks the database, so nothing should be measured meanwhile. */
  readonly idle: () => Promise<void>;
  readonly usage: () => Promise<Usage>;
  /** What was asked of PostgreSQL since the last time, where it is recorded. */
  readonly queries: () => Promise<readonly RecordedQuery[]>;
  readonly stop: () => Promise<void>;
}

const root = join(import.meta.dirname, "../..");

/** Builds Gatehouse as it ships: the loader that runs our TypeScript would count as its memory. Answers the folder. */
export const build = async (): Promise<string> => {
  await mkdir(join(root, "node_modules/.cache"), { recursive: true });
  const folder = await mkdtemp(join(root, "node_modules/.cache/gatehouse-bench-"));
  await writeFile(join(folder, "package.json"), JSON.stringify({ type: "module", version: "0.0.0-bench" }));
  for (const shipped of ["procedures", "assets"]) await symlink(join(root, shipped), join(folder, shipped));
  const tsc = join(root, "node_modules/typescript/bin/tsc");
  const project = join(import.meta.dirname, "tsconfig.json");
  const { status, stdout } = spawnSync(process.execPath, [tsc, "-p", project, "--noCheck", "--outDir", folder], {
    cwd: root,
    encoding: "utf8",
  });
  if (status !== 0) throw new Error(`Gatehouse could not be built.\n${stdout}`);
  return folder;
};

interface Starting {
  readonly built: string;
  readonly github: FakeGitHub;
  /** Where the embedded database is, if there is no other. */
  readonly dataDir: string;
  readonly databaseUrl: string | undefined;
  /** Folder for a profile of its processor time, written when it stops. */
  readonly profile?: string | undefined;
  /** Whether to record what is asked of PostgreSQL. */
  readonly recording?: boolean;
}

/** Starts what was built, installed on that GitHub. */
export const startGatehouse = async (starting: Starting): Promise<Gatehouse> => {
  const { built, github, dataDir, databaseUrl, profile, recording } = starting;
  const child = fork(join(built, "test/bench/child.js"), [], {
    execArgv: profile === undefined ? [] : ["--cpu-prof", `--cpu-prof-dir=${profile}`],
    env: {
      PATH: process.env["PATH"],
      NODE_ENV: "production",
      APP_ID: String(github.appId),
      PRIVATE_KEY: github.privateKey,
      WEBHOOK_SECRET: github.webhookSecret,
      DATABASE_URL: databaseUrl,
      DATA_DIR: dataDir,
      HOST: "127.0.0.1",
      PORT: "0",
      LOG_LEVEL: "error",
      GITHUB_API_URL: github.url,
      ...(recording === true ? { BENCH_QUERIES: "yes" } : {}),
    },
    stdio: ["ignore", 2, 2, "ipc"],
  });
  await heard(child, "start");
  const url = z.string().parse(await ask(child, "url"));
  github.deliverTo(`${url}/api/github/webhooks`);
  return {
    url,
    idle: async () => void (await ask(child, "idle")),
    usage: async () => Usage.parse(await ask(child, "usage")),
    queries: async () => z.array(RecordedQuery).parse(await ask(child, "queries")),
    stop: async () => void (await ask(child, "stop")),
  };
};

const ask = (child: ChildProcess, question: string): Promise<unknown> => {
  const answer = heard(child, question);
  child.send(question);
  return answer;
};

const Reply = z.object({ ask: z.string(), reply: z.unknown() });

const heard = (child: ChildProcess, question: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`Gatehouse ended with exit code ${code}`));
    const listen = (message: unknown): void => {
      const { ask: asked, reply } = Reply.parse(message);
      if (asked !== question) return;
      child.off("message", listen).off("exit", ended);
      resolve(reply);
    };
    child.on("message", listen).once("exit", ended);
  });
