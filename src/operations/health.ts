import type { Since, State } from "./state.ts";
import { stateOf } from "./state.ts";
import { inTime } from "./in-time.ts";

/** What waits in the queue, over all processes that share the database. */
export interface Depth {
  /** Seconds for which the oldest turn is due that nobody has begun. */
  readonly lagSeconds: number;
}

interface HealthParts {
  /** Rejects when the database does not answer. */
  readonly ping: () => Promise<void>;
  readonly depth: () => Promise<Depth>;
  readonly github: State<GithubState>;
}

/** How GitHub answered last. `unknown` until it was first asked. */
export type GithubState = "unknown" | "answers" | "away";

interface Health {
  readonly report: () => Promise<Report>;
  /** From now on it says that this process should get no more work. */
  readonly stopping: () => void;
}

interface Report {
  readonly ready: boolean;
  readonly process: Since<"running" | "stopping">;
  readonly database: Since<"answers" | "away">;
  readonly queue: Since<"keeps up" | "behind" | "unknown"> & { readonly lagSeconds?: number };
  readonly github: Since<GithubState>;
}

/** Milliseconds that the database may take. Whoever asks for our health has little more patience. */
const PATIENCE_MS = 3000;

/** Milliseconds for which an answer stands for the next question, too: anybody may ask, and the database has other work. */
const KEPT_MS = 500;

/** Seconds that a turn may be due before the queue counts as behind. */
const BEHIND_SECONDS = 60;

/** Tells how the process is and what it rests on. */
export const createHealth = ({ ping, depth, github }: HealthParts): Health => {
  const running = stateOf<"running" | "stopping">("running");
  const database = stateOf<"answers" | "away">("answers");
  const queue = stateOf<"keeps up" | "behind" | "unknown">("unknown");
  const look = async (): Promise<number | undefined> => {
    const answers = await inTime(ping(), PATIENCE_MS);
    database.is(answers === undefined ? "away" : "answers");
    const found = answers === undefined ? undefined : await inTime(depth(), PATIENCE_MS);
    queue.is(queueState(found?.value.lagSeconds));
    return found?.value.lagSeconds;
  };
  const seen = keptFor(KEPT_MS, look);
  return {
    stopping: () => running.is("stopping"),
    report: async () => {
      const lagSeconds = await seen();
      return {
        ready: running.current().state === "running" && database.current().state === "answers",
        process: running.current(),
        database: database.current(),
        queue: { ...queue.current(), ...(lagSeconds === undefined ? {} : { lagSeconds: Math.round(lagSeconds) }) },
        github: github.current(),
      };
    },
  };
};

const queueState = (lagSeconds: number | undefined): "keeps up" | "behind" | "unknown" => {
  if (lagSeconds === undefined) return "unknown";
  return lagSeconds > BEHIND_SECONDS ? "behind" : "keeps up";
};

/** Asks once for everybody who asks at the same time, and for a moment after. */
const keptFor = <Value>(milliseconds: number, ask: () => Promise<Value>): (() => Promise<Value>) => {
  let kept: Promise<Value> | undefined;
  let until = 0;
  return () => {
    if (kept !== undefined && Date.now() < until) return kept;
    until = Number.POSITIVE_INFINITY;
    kept = ask().finally(() => {
      until = Date.now() + milliseconds;
    });
    return kept;
  };
};
