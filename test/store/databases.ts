import { pino } from "pino";
import type { Logger } from "pino";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { IncomingDelivery } from "../../src/store/deliveries.ts";
import { hasPostgres, startPostgres } from "./postgres.ts";

/** Makes fresh databases of one kind: what `openStore` wants, each time for a new one. */
export interface Databases {
  create(): Promise<{ readonly dataDir?: string; readonly databaseUrl?: string }>;
  stop(): Promise<void>;
}

/** One kind of database to run the tests on. */
interface Kind {
  readonly kind: string;
  readonly start: () => Promise<Databases>;
}

const pglite: Kind = {
  kind: "PGlite",
  start: async () => {
    const root = mkdtempSync(join(tmpdir(), "gatehouse-store-"));
    return {
      create: async () => ({ dataDir: mkdtempSync(join(root, "data-")) }),
      stop: async () => rmSync(root, { recursive: true, force: true }),
    };
  },
};

const postgres: Kind = {
  kind: "PostgreSQL",
  start: async () => {
    const server = await startPostgres();
    return { create: async () => ({ databaseUrl: await server.createDatabase() }), stop: () => server.stop() };
  },
};

/** For `describe.each`: both kinds, or one where there is no PostgreSQL. */
export const kinds: readonly Kind[] = hasPostgres ? [pglite, postgres] : [pglite];

export const silent: Logger = pino({ level: "silent" });

let deliveries = 0;

/** A delivery with a GUID of its own. */
export function delivery(given: Partial<IncomingDelivery> = {}): IncomingDelivery {
  deliveries += 1;
  return {
    guid: `guid-${deliveries}`,
    event: "pull_request",
    action: "edited",
    installationId: 7,
    repositoryId: 3_000_000_001,
    owner: "octo",
    name: "app",
    sender: { login: "mona" },
    payload: { number: deliveries },
    receivedAt: new Date("2026-05-01T12:00:00Z"),
    subjects: [`repo:3000000001/pull:${deliveries}`],
    ...given,
  };
}

/** A promise and its resolution, as Node 20 has no Promise.withResolvers. */
export function deferred(): { promise: Promise<void>; resolve: () => void } {
  const settle: (() => void)[] = [];
  const promise = new Promise<void>((resolve) => settle.push(resolve));
  return { promise, resolve: () => settle.forEach((resolve) => resolve()) };
}
