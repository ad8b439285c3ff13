import { fork, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { FakeGitHub } from "../../fake-github/fake-github.ts";
import { Answer, type Order } from "./child-orders.ts";

/** Where a Gatehouse keeps its data, and how it gets to GitHub. */
export interface Place {
  readonly databaseUrl?: string;
  readonly dataDir?: string;
  /** A way of its own to GitHub. */
  readonly githubApiUrl?: string;
}

/** A Gatehouse in a process of its own. */
export interface Replica {
  /** Where webhooks go. */
  readonly url: string;
  /** Resolves when all is done that could be done now, by whatever replica; rejects when this one dies meanwhile. */
  readonly settled: () => Promise<void>;
  /** It goes by GitHub's clock, and is told whenever that was moved. */
  readonly clock: () => void;
  /** `kill -9`; resolves when it is gone. */
  readonly kill: () => Promise<void>;
  /** Ends it as an orchestrator does, by SIGTERM; answers its exit code. */
  readonly stop: () => Promise<number | null>;
}

export interface Replicas {
  /** Starts one. */
  readonly start: (place: Place) => Promise<Replica>;
  /** Ends all that are left. */
  readonly stop: () => Promise<void>;
}

/** Makes replicas that speak to this GitHub. A next one always waits with its modules loaded: that takes most of a start. */
export const replicasFor = (github: FakeGitHub): Replicas => {
  const children = new Set<ChildProcess>();
  const loaded = (): ChildProcess => {
    const child = fork(join(import.meta.dirname, "child.ts"), { execArgv: TYPESCRIPT });
    children.add(child);
    child.once("exit", () => children.delete(child));
    return child;
  };
  let spare: ChildProcess | undefined = loaded();
  return {
    start: async (place) => {
      const child = spare ?? loaded();
      spare = undefined;
      const replica = await started(child, { github, place });
      spare = loaded();
      return replica;
    },
    stop: async () => {
      await Promise.all([...children].map((child) => killed(child)));
    },
  };
};

const TYPESCRIPT = [
  "--disable-warning=ExperimentalWarning",
  "--import",
  join(import.meta.dirname, "../../../scripts/typescript.js"),
];

interface Birth {
  readonly github: FakeGitHub;
  readonly place: Place;
}

const started = async (child: ChildProcess, { github, place }: Birth): Promise<Replica> => {
  const exited = once(child, "exit");
  const tell = (order: Order): void => void (child.connected && child.send(order, () => undefined));
  const now = (): string => github.now().toISOString();
  const ask = async (order: Order): Promise<string> => {
    const answered = once(child, "message");
    tell(order);
    const [answer]: unknown[] = await Promise.race([answered, exited.then(() => [{ problem: "it died" }])]);
    const said = Answer.parse(answer);
    if ("problem" in said) throw new Error(said.problem);
    return said.url;
  };
  const url = await ask({ do: "start", now: now(), environment: { ...identityOf(github), ...place } });
  return {
    url,
    settled: async () => void (await ask({ do: "settle", now: now() })),
    clock: () => tell({ do: "clock", now: now() }),
    kill: () => killed(child),
    stop: async () => {
      child.kill("SIGTERM");
      await exited;
      return child.exitCode;
    },
  };
};

const identityOf = (github: FakeGitHub) => ({
  appId: github.appId,
  privateKey: github.privateKey,
  webhookSecrets: [github.webhookSecret] as const,
  githubApiUrl: github.url,
});

const killed = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, "exit");
  child.kill("SIGKILL");
  await exited;
};
