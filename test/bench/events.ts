import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { RecordedCall } from "../fake-github/http/server.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { covered, longestChain, median, type Span } from "./measure.ts";
import { addRepository, BODIES, BOXES, openPull, settle, type Stage } from "./setting.ts";

export const LATENCIES = [0, 50, 100] as const;

export const EVENTS = ["opened", "edited", "synchronize", "tick", "comment", "review", "unrelated"] as const;
type EventName = (typeof EVENTS)[number];

/** What one kind of event costs. Milliseconds are medians, keyed by GitHub's latency per call. */
export interface EventFigures {
  readonly calls: number;
  readonly reads: number;
  readonly writes: number;
  readonly roundTrips: number;
  /** Webhook sent to last write answered; where nothing is written, webhook sent to 202. */
  readonly ms: Readonly<Record<string, number>>;
  /** Of that, the time in which no call was under way. */
  readonly ownMs: Readonly<Record<string, number>>;
}

/** A pull request that has been through all of it before, on an installation of its own. */
interface Place {
  readonly repo: RepoScenario;
  readonly pull: PullScenario;
}

/** Something people do, such that the verdict changes every time; `turn` counts up for each place. */
type Event = (place: Place, turn: number) => Promise<unknown>;

const ACTS: Readonly<Record<EventName, Event>> = {
  opened: ({ repo }, turn) => openPull(repo, `feature-${turn}-${Date.now()}`),
  edited: ({ pull }, turn) => pull.edits({ by: "ada", body: turn % 2 === 0 ? BODIES.filled : BODIES.template }),
  synchronize: ({ pull }, turn) =>
    pull.pushes({ by: "ada", files: { "src/basket.ts": `export const n = ${turn};\n` } }),
  tick: ({ pull }, turn) => pull[turn % 2 === 0 ? "ticks" : "unticks"]({ by: "quinn", step: BOXES.qa }),
  comment: ({ pull }, turn) =>
    pull.comments({ by: "ada", body: `/gate ${turn % 2 === 0 ? "tick" : "untick"} ${BOXES.command}` }),
  review: ({ pull }, turn) => pull.reviews({ by: "olga", state: turn % 2 === 0 ? "APPROVE" : "REQUEST_CHANGES" }),
  unrelated: ({ pull }, turn) =>
    turn % 2 === 0
      ? pull.comments({ by: "ci[bot]", body: "Coverage is 93 %." })
      : pull.labels({ by: "ada", add: [`colour-${turn}`] }),
};

/** Installations over which the events are spread: GitHub lets each create 80 things a minute. */
const PLACES = 20;
const WARM_UPS = 2;

interface Measuring {
  readonly repetitions: number;
  readonly progress: (what: string) => void;
}

/** Every kind of event at every latency, warm: tokens are there, and the repositories have been seen before. */
export const measureEvents = async (
  stage: Stage,
  { repetitions, progress }: Measuring,
): Promise<Readonly<Record<string, EventFigures>>> => {
  const places = await openPlaces(stage, Math.min(PLACES, repetitions));
  const turns = new Map<string, number>();
  const figures: Record<string, EventFigures> = {};
  for (const event of EVENTS) {
    const trials = new Map<number, readonly Trial[]>();
    for (const latency of LATENCIES) {
      progress(`${event} at ${latency} ms`);
      stage.github.latency(latency);
      trials.set(latency, await repeated(stage, { event, places, turns, repetitions }));
    }
    figures[event] = figuresOf(trials);
  }
  stage.github.latency(0);
  return figures;
};

interface Repeating {
  readonly event: EventName;
  readonly places: readonly Place[];
  /** How often each place has seen each event. */
  readonly turns: Map<string, number>;
  readonly repetitions: number;
}

const repeated = async (stage: Stage, { event, places, turns, repetitions }: Repeating): Promise<readonly Trial[]> => {
  const all: Trial[] = [];
  while (all.length < repetitions + WARM_UPS) {
    const at = all.length % places.length;
    const place = places[at];
    if (place === undefined) break;
    const turn = turns.get(`${event} ${at}`) ?? 0;
    turns.set(`${event} ${at}`, turn + 1);
    all.push(await tried(stage, () => ACTS[event](place, turn)));
  }
  return all.slice(WARM_UPS);
};

/** Everybody acts once before anything is measured, so that tokens, teams and permissions have been asked for. */
const openPlaces = async (stage: Stage, count: number): Promise<readonly Place[]> => {
  const places: Place[] = [];
  for (let number = 0; number < count; number += 1) {
    const repo = addRepository(stage.github, `acme-${number}`);
    places.push({ repo, pull: await openPull(repo, "basket") });
  }
  await settle(stage);
  return places;
};

/** One event and everything that followed from it. */
interface Trial {
  readonly calls: readonly RecordedCall[];
  readonly ms: number;
  readonly ownMs: number;
}

const tried = async (stage: Stage, act: () => Promise<unknown>): Promise<Trial> => {
  const { github } = stage;
  github.resetCalls();
  const before = github.deliveries.length;
  await act();
  const answered = github.now().getTime();
  await settle(stage);
  const calls = callsOf(github);
  const start = Math.min(...github.deliveries.slice(before).map(({ deliveredAt }) => deliveredAt.getTime()));
  const writes = calls.filter(({ kind }) => kind === "write").map((call) => spanOf(call).end);
  const end = writes.length === 0 ? answered : Math.max(...writes);
  const busy = covered(calls.map(spanOf).filter((span) => span.end <= end));
  return { calls, ms: end - start, ownMs: end - start - busy };
};

/** Tokens last an hour and serve every event of the installation, so they are not counted with any of them. */
export const callsOf = (github: FakeGitHub): readonly RecordedCall[] =>
  github.calls.filter(({ path }) => !path.endsWith("/access_tokens"));

const spanOf = ({ startedAt, endedAt }: RecordedCall): Span => ({
  start: startedAt.getTime(),
  end: (endedAt ?? startedAt).getTime(),
});

/** Calls and round trips are told from the trials at this latency: at none, what runs at the same time can't be seen. */
const CLEAREST = 50;

const figuresOf = (trials: ReadonlyMap<number, readonly Trial[]>): EventFigures => {
  const clear = trials.get(CLEAREST) ?? [];
  const of = (figure: (trial: Trial) => number): number => median(clear.map(figure));
  const keyed = (figure: (trial: Trial) => number) =>
    Object.fromEntries([...trials].map(([latency, some]) => [String(latency), median(some.map(figure))]));
  return {
    calls: of(({ calls }) => calls.length),
    reads: of(({ calls }) => calls.filter(({ kind }) => kind === "read").length),
    writes: of(({ calls }) => calls.filter(({ kind }) => kind === "write").length),
    roundTrips: of(({ calls }) => longestChain(calls.map(spanOf))),
    ms: keyed(({ ms }) => ms),
    ownMs: keyed(({ ownMs }) => ownMs),
  };
};
