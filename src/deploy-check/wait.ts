import type { Told } from "./ask.ts";
import { inWords } from "./durations.ts";
import type { GateAnswer } from "./gate-answer.ts";

/** How it ended. */
export type Outcome =
  | { readonly kind: GateAnswer["decision"]; readonly answer: GateAnswer; readonly json: string }
  /** Something has to be changed before it can be asked. */
  | { readonly kind: "refused"; readonly message: string }
  /** It could not be asked, or nothing was decided in time. */
  | { readonly kind: "unreachable"; readonly message: string }
  | { readonly kind: "interrupted" };

export interface Waiting {
  readonly ask: () => Promise<Told>;
  readonly waitMs: number;
  readonly pollMs: number;
  readonly signal: AbortSignal;
  readonly tell: {
    /** What is left has changed. */
    readonly news: (answer: GateAnswer) => void;
    /** It can't be asked at the moment and is tried again; told when the reason is not the one that was told last. */
    readonly trouble: (message: string) => void;
  };
  readonly world: World;
}

/** The clock and chance. */
export interface World {
  /** Milliseconds since 1970. */
  readonly now: () => number;
  /** Resolves after so many milliseconds, or when interrupted. */
  readonly sleep: (milliseconds: number, signal: AbortSignal) => Promise<void>;
  /** From 0 to 1. */
  readonly random: () => number;
}

/** Asks until there is a decision that waiting changes nothing about, or the time is over. */
export const waitFor = async (waiting: Waiting): Promise<Outcome> => {
  const { signal, world } = waiting;
  const startedAt = world.now();
  for (let course = START; ;) {
    const told = await waiting.ask();
    if (signal.aborted) return INTERRUPTED;
    const end = finalOf(told);
    if (end !== undefined) return end;
    const before = course;
    course = continued(before, told);
    const isNews = course.said !== before.said;
    if (isNews && told.kind === "answer") waiting.tell.news(told.answer);
    const left = startedAt + timeFor(told, waiting) - world.now();
    if (left <= 0 || course.failures >= MOST_FAILURES) return endOf(told, waiting);
    if (isNews && told.kind === "trouble") waiting.tell.trouble(told.message);
    await world.sleep(Math.min(left, pauseOf(told, course, waiting)), signal);
    if (signal.aborted) return INTERRUPTED;
  }
};

/** What is known between two questions. */
interface Course {
  /** Questions since something changed. */
  readonly round: number;
  /** There was an answer once, so the address is right. */
  readonly heard: boolean;
  /** In a row, before there was ever an answer. */
  readonly failures: number;
  /** What was told last. */
  readonly said: string;
}

const START: Course = { round: 0, heard: false, failures: 0, said: "" };

const INTERRUPTED: Outcome = { kind: "interrupted" };

/** A host that has never answered is more likely mistyped than restarting. */
const MOST_FAILURES = 5;

const finalOf = (told: Told): Outcome | undefined => {
  if (told.kind === "refused") return told;
  if (told.kind !== "answer" || told.answer.decision === "awaiting") return undefined;
  return { kind: told.answer.decision, answer: told.answer, json: told.json };
};

const continued = (course: Course, told: Told): Course => {
  const said = sayingOf(told) ?? course.said;
  const heard = course.heard || told.kind === "answer";
  return {
    said,
    heard,
    round: told.kind === "answer" && said !== course.said ? 0 : course.round + 1,
    failures: told.kind === "trouble" && !heard ? course.failures + 1 : 0,
  };
};

/** What would be worth a line if it changed. */
const sayingOf = (told: Told): string | undefined => {
  if (told.kind === "trouble") return told.message;
  if (told.kind !== "answer") return undefined;
  const { decision, title, reasons, opensAt } = told.answer;
  return JSON.stringify([decision, title, reasons, opensAt]);
};

/** Who does not want to wait for others waits at least for an answer, which takes its time when nobody has asked before. */
const TIME_TO_DECIDE_MS = 45_000;

const timeFor = ({ kind }: Told, { waitMs }: Waiting): number =>
  kind === "pending" ? Math.max(waitMs, TIME_TO_DECIDE_MS) : waitMs;

const endOf = (told: Told, { waitMs }: Waiting): Outcome => {
  if (told.kind === "answer") return { kind: "awaiting", answer: told.answer, json: told.json };
  if (told.kind === "trouble" || told.kind === "refused") return { kind: "unreachable", message: told.message };
  return {
    kind: "unreachable",
    message: `Gatehouse came to no decision within ${inWords(Math.max(waitMs, TIME_TO_DECIDE_MS))}: it or GitHub is slow.`,
  };
};

const FIRST_PAUSE_MS = 2000;

/** Twice as long each time nothing changed, with chance so that many who wait don't ask together; sooner where the clock is all that is awaited. */
const pauseOf = (told: Told, { round }: Course, { pollMs, world }: Waiting): number => {
  const most = Math.min(pollMs, FIRST_PAUSE_MS * 2 ** Math.min(round, 20));
  const pause = most * (0.5 + world.random() / 2);
  if (told.kind === "answer") return Math.min(pause, untilOpening(told.answer, world));
  const asked = told.kind === "refused" ? undefined : told.retryMs;
  return told.kind === "pending" ? (asked ?? pause) : Math.max(pause, asked ?? 0);
};

const SHORTEST_PAUSE_MS = 500;

const untilOpening = ({ opensAt }: GateAnswer, { now, random }: World): number => {
  const left = Date.parse(opensAt ?? "") - now();
  return left > 0 ? left + SHORTEST_PAUSE_MS * (1 + random()) : Number.POSITIVE_INFINITY;
};
