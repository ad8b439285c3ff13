import type { FakeGitHub } from "../../fake-github/fake-github.ts";

/** One process from its start to its death. */
export interface Life {
  /** Where webhooks go. */
  readonly url: string;
  /** Resolves when all is done that could be done now; rejects, or never resolves, when the process dies. */
  readonly settled: () => Promise<void>;
  /** From now on nothing comes of it any more. */
  readonly die: () => void;
  /** Resolves when what is left of a dead one is gone. */
  readonly gone: () => Promise<void>;
}

export interface Birth {
  readonly github: FakeGitHub;
  readonly databaseUrl?: string;
  readonly dataDir?: string;
}

export type Bear = (birth: Birth) => Promise<Life>;

/** What a life goes by. */
export const environmentOf = ({ github, databaseUrl, dataDir }: Birth) => ({
  appId: github.appId,
  privateKey: github.privateKey,
  webhookSecrets: [github.webhookSecret] as const,
  databaseUrl,
  dataDir,
  host: "127.0.0.1",
  port: 0,
  logLevel: "silent" as const,
  githubApiUrl: github.url,
  publicUrl: undefined,
});
