import type { FakeGitHub } from "../fake-github/fake-github.ts";
import type { RecordedCall } from "../fake-github/http/server.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import type { RepoScenario } from "../fake-github/scenario/repo.ts";
import { EVENTS, type EventFigures, type EventName } from "./figures.ts";
import { covered, longestChain, median, type Span } from "./measure.ts";
import { addRepository, BODIES, BOXES, openPull, settle, type Stage } from "./setting.ts";

export const LATENCIES = [0, 50, 100] as const;
type Latency = (typeof LATENCIES)[number];

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

export interface Measuring {
  readonly repetitions: number;
  readonly progress: (what: string) => void;
}

/** Every kind of event at every latency, warm: tokens are there, and the repositories have been seen before. */
export const measureEvents = async (
  stage: Stage,
  measuring: Measuring,
): Promise<Readonly<Record<EventName, EventFigures>>> => {
  const places = await openPlaces(stage, { ...measuring, owner: "acme" });
  const measured = (event: EventName): Promise<EventFigures> => measureEvent({ ...measuring, stage, places }, event);
  return {
    opened: await measured("opened"),
    edited: await measured("edited"),
    synchronize: await measured("synchronize"),
    tick: await measured("tick"),
    comment: await measured("comment"),
    review: await measured("review"),
    unrelated: await measured("unrelated"),
  };
};

/** Every kind of event at one latency, on installations of its own. */
export const measureEventsAt = async (
  stage: Stage,
  { owner, latency, ...measuring }: Measuring & { readonly owner: string; readonly latency: Latency },
): Promise<ReadonlyMap<EventName, readonly Trial[]>> => {
  const places = await openPlaces(stage, { ...measuring, owner });
  const found = new Map<EventName, readonly Trial[]>();
  for (const event of EVENTS) found.set(event, await trialsAt({ ...measuring, stage, places }, event, latency));
  stage.github.latency(0);
  return found;
};

interface Places extends Measuring {
  readonly stage: Stage;
  readonly places: readonly (Place & { readonly turns: Map<EventName, number> })[];
}

const measureEvent = async (places: Places, event: EventName): Promise<EventFigures> => {
  const none = await trialsAt(places, event, 0);
  const clear = await trialsAt(places, event, 50);
  const far = await trialsAt(places, event, 100);
  places.stage.github.latency(0);
  const keyed = (figure: (trial: Trial) => number) => ({
    "0": median(none.map(figure)),
    "50": median(clear.map(figure)),
    "100": median(far.map(figure)),
  });
  // Calls and round trips are told from the trials in the middle: at no latency, what runs at the same time can't be seen.
  const of = (figure: (trial: Trial) => number): number => median(clear.map(figure));
  return {
    calls: of(({ calls }) => calls.length),
    reads: of(({ calls }) => calls.filter(({ kind }) => kind === "read").length),
    writes: of(({ calls }) => calls.filter(({ kind }) => kind === "write").length),
    roundTrips: of(roundTripsOf),
    ms: keyed(({ ms }) => ms),
    ownMs: keyed(({ ownMs }) => ownMs),
    cpuMs: of(({ cpuMs }) => cpuMs),
  };
};

const trialsAt = async (
  { stage, places, repetitions, progress }: Places,
  event: EventName,
  latency: Latency,
): Promise<readonly Trial[]> => {
  progress(`${event} at ${latency} ms`);
  stage.github.latency(latency);
  const all: Trial[] = [];
  while (all.length < repetitions + WARM_UPS) {
    const place = places[all.length % places.length];
    if (place === undefined) break;
    const turn = place.turns.get(event) ?? 0;
    place.turns.set(event, turn + 1);
    all.push(await tried(stage, () => ACTS[event](place, turn)));
  }
  return all.slice(WARM_UPS);
};

/** Everybody acts once before anything is measured, so that tokens, teams and permissions have been asked for. */
const openPlaces = async (
  stage: Stage,
  { repetitions, owner }: Measuring & { readonly owner: string },
): Promise<Places["places"]> => {
  const places: Places["places"][number][] = [];
  for (let number = 0; number < Math.min(PLACES, repetitions); number += 1) {
    const repo = addRepository(stage.github, `${owner}-${number}`);
    places.push({ repo, pull: await openPull(repo, "basket"), turns: new Map() });
  }
  await settle(stage);
  return places;
};

/** One event and everything that followed from it. */
export interface Trial {
  readonly calls: readonly RecordedCall[];
  readonly ms: number;
  readonly ownMs: number;
  readonly cpuMs: number;
}

/** Does something, and tells what it cost. */
export const tried = async (stage: Stage, act: () => Promise<unknown>): Promise<Trial> => {
  const { github, gatehouse } = stage;
  github.resetCalls();
  const before = github.deliveries.length;
  const { cpuMs } = await gatehouse.usage();
  await act();
  const answered = github.now().getTime();
  await settle(stage);
  const calls = callsOf(github);
  const start = Math.min(...github.deliveries.slice(before).map(({ deliveredAt }) => deliveredAt.getTime()));
  const writes = calls.filter(({ kind }) => kind === "write").map((call) => spanOf(call).end);
  const end = writes.length === 0 ? answered : Math.max(...writes);
  const busy = covered(calls.map(spanOf).filter((span) => span.end <= end));
  const used = (await gatehouse.usage()).cpuMs - cpuMs;
  return { calls, ms: end - start, ownMs: end - start - busy, cpuMs: used };
};

/** The longest chain of calls, of which each had to wait for the one before. */
export const roundTripsOf = ({ calls }: Trial): number => longestChain(calls.map(spanOf));

/** Tokens last an hour and serve every event of the installation, so they are not counted with any of them. */
export const callsOf = (github: FakeGitHub): readonly RecordedCall[] =>
  github.calls.filter(({ path }) => !path.endsWith("/access_tokens"));

const spanOf = ({ startedAt, endedAt }: RecordedCall): Span => ({
  start: startedAt.getTime(),
  end: (endedAt ?? startedAt).getTime(),
});
