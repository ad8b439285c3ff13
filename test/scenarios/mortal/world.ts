import { setTimeout as delay } from "node:timers/promises";
import pg from "pg";
import { FakeGitHub } from "../../fake-github/fake-github.ts";
import { manifest } from "../manifest.ts";
import { deferred } from "../../store/databases.ts";
import { makeDoor, type Deadly } from "./door.ts";
import type { Bear, Life } from "./life.ts";

/** A GitHub, and a Gatehouse that may die at any moment and is started again on its data. */
export interface MortalWorld {
  readonly github: FakeGitHub;
  /** Waits until all is done that could be done now, over as many deaths as that takes. */
  readonly settle: () => Promise<void>;
  /** The process dies now. */
  readonly kill: () => void;
  readonly deaths: () => number;
  readonly stop: () => Promise<void>;
}

export interface MortalOptions {
  readonly now: Date;
  readonly place: { readonly databaseUrl?: string; readonly dataDir?: string };
  readonly bear: Bear;
  /** Which writes to GitHub end the process. */
  readonly deadly?: Deadly;
}

/** Starts both. */
export const startMortalWorld = async (options: MortalOptions): Promise<MortalWorld> => {
  const { now, place, bear, deadly = () => undefined } = options;
  const github = await FakeGitHub.start({ now, app: manifest() });
  const dead: Promise<void>[] = [];
  let alive: { readonly life: Life; readonly died: Promise<void>; readonly tell: () => void } | undefined;
  const kill = (): void => {
    if (alive === undefined) return;
    const { life, tell } = alive;
    alive = undefined;
    github.deliverTo(undefined);
    door.shut();
    life.die();
    dead.push(life.gone());
    tell();
  };
  const door = await makeDoor({ target: github.url, deadly, die: kill });
  github.world.url = door.url;
  const live = async (): Promise<void> => {
    await dead.at(-1);
    await forgotten(place.databaseUrl);
    door.open();
    const life = await bear({ github, ...place });
    const { promise: died, resolve: tell } = deferred();
    alive = { life, died, tell };
    github.deliverTo(`${life.url}/api/github/webhooks`);
    await redelivered(github);
  };
  /** Whether it lived to see that nothing is left to do, and asked GitHub nothing for that. */
  const isQuiet = async (): Promise<boolean> => {
    if (alive === undefined) await live();
    const before = github.calls.length;
    await github.settled();
    if (alive !== undefined) await Promise.race([alive.life.settled().catch(() => undefined), alive.died]);
    return alive !== undefined && before === github.calls.length && !(await isPutOff(place.databaseUrl));
  };
  await live();
  return {
    github,
    settle: async () => {
      while (!(await isQuiet())) await delay(5);
    },
    kill,
    deaths: () => dead.length,
    stop: async () => {
      kill();
      await Promise.all(dead);
      await door.close();
      await github.stop();
    },
  };
};

/** Somebody asks GitHub to send again what nobody took, under the same GUIDs. */
const redelivered = async (github: FakeGitHub): Promise<void> => {
  const taken = new Set(github.deliveries.flatMap(({ guid, statusCode }) => (statusCode === 202 ? [guid] : [])));
  const left = new Set(github.deliveries.flatMap(({ guid }) => (taken.has(guid) ? [] : [guid])));
  for (const guid of left) await github.redeliver(guid);
};

/**
 * PostgreSQL has seen that the dead one's connections are gone, and its jobs are free: another replica may be at them, so that without
 * this their heartbeat has to be missed first, which takes twenty seconds.
 */
const forgotten = async (databaseUrl: string | undefined): Promise<void> => {
  if (databaseUrl === undefined) return;
  await asking(databaseUrl, async (client) => {
    const others = "select 1 from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()";
    while ((await client.query(`${others} and backend_type = 'client backend'`)).rowCount !== 0) await delay(5);
    const { rowCount } = await client.query("select 1 from pg_namespace where nspname = 'pgboss'");
    if (rowCount === 1)
      await client.query("update pgboss.job set state = 'retry', start_after = now() where state = 'active'");
  });
};

/**
 * Whether a turn is to be taken later, by the real time. What each of so many lives took of what may be written in a minute dies with
 * it, so that a quick machine has to wait for the next minute; the story would go on without that turn.
 */
const isPutOff = async (databaseUrl: string | undefined): Promise<boolean> => {
  if (databaseUrl === undefined) return false;
  const planned = "select 1 from pgboss.job where name <> 'wake' and state < 'active' limit 1";
  return (await asking(databaseUrl, (client) => client.query(planned))).rowCount !== 0;
};

const asking = async <Answer>(databaseUrl: string, ask: (client: pg.Client) => Promise<Answer>): Promise<Answer> => {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  try {
    return await ask(client);
  } finally {
    await client.end();
  }
};
