import { describe, expect, test } from "@jest/globals";
import type { Told } from "../../src/deploy-check/ask.ts";
import type { GateAnswer } from "../../src/deploy-check/gate-answer.ts";
import { waitFor, type Outcome } from "../../src/deploy-check/wait.ts";
import { APPROVED, AWAITING, REJECTED } from "./gate-server.ts";

const MINUTE = 60_000;
const START = Date.parse("2026-11-20T16:00:00Z");

interface Script {
  readonly told: readonly [Told, ...Told[]];
  readonly waitMs?: number;
  readonly pollMs?: number;
  readonly random?: number;
  /** Stops it before the question of this number, from 0. */
  readonly stopAt?: number;
}

interface Went {
  readonly outcome: Outcome;
  /** Seconds slept, one for each pause. */
  readonly pauses: readonly number[];
  readonly news: readonly string[];
  readonly troubles: readonly string[];
}

/** Plays a script; sleeping moves the clock. */
const play = async ({ told, waitMs = 30 * MINUTE, pollMs = 30_000, random = 1, stopAt }: Script): Promise<Went> => {
  let now = START;
  let asked = 0;
  const pauses: number[] = [];
  const news: string[] = [];
  const troubles: string[] = [];
  const stopping = new AbortController();
  const outcome = await waitFor({
    ask: async () => {
      if (asked === stopAt) stopping.abort();
      asked += 1;
      return told[Math.min(asked, told.length) - 1] ?? told[0];
    },
    waitMs,
    pollMs,
    signal: stopping.signal,
    tell: { news: ({ title }) => void news.push(title), trouble: (message) => void troubles.push(message) },
    world: {
      now: () => now,
      sleep: async (milliseconds) => {
        pauses.push(milliseconds / 1000);
        now += milliseconds;
      },
      random: () => random,
    },
  });
  return { outcome, pauses, news, troubles };
};

const says = (answer: GateAnswer): Told => ({ kind: "answer", answer, json: "{}" });
const awaiting = (title: string, opensAt?: string): Told => says({ ...AWAITING, title, opensAt });
const trouble = (message: string, retryMs?: number): Told => ({ kind: "trouble", message, retryMs });
const PENDING: Told = { kind: "pending", retryMs: 2000 };

describe("what ends it", () => {
  test.each<[string, Script, string]>([
    ["an approval", { told: [says(APPROVED)] }, "approved"],
    ["a rejection", { told: [says(REJECTED)] }, "rejected"],
    ["an approval after a while", { told: [awaiting("1 left"), PENDING, says(APPROVED)] }, "approved"],
    ["a refusal", { told: [{ kind: "refused", message: "no" }] }, "refused"],
    ["a refusal after an answer", { told: [awaiting("1 left"), { kind: "refused", message: "no" }] }, "refused"],
    ["the end of the time", { told: [awaiting("1 left")] }, "awaiting"],
    ["the end of no time", { told: [awaiting("1 left")], waitMs: 0 }, "awaiting"],
    ["trouble when nobody waits", { told: [trouble("down")], waitMs: 0 }, "unreachable"],
    ["no decision when nobody waits", { told: [PENDING], waitMs: 0 }, "unreachable"],
    ["a decision in time when nobody waits", { told: [PENDING, PENDING, says(APPROVED)], waitMs: 0 }, "approved"],
    ["no decision ever", { told: [PENDING] }, "unreachable"],
    ["trouble at the end", { told: [awaiting("1 left"), trouble("down")] }, "unreachable"],
    ["trouble that passes", { told: [awaiting("1 left"), trouble("down"), says(APPROVED)] }, "approved"],
    ["a stop while it asks", { told: [awaiting("1 left")], stopAt: 3 }, "interrupted"],
    ["a stop while an approval comes", { told: [says(APPROVED)], stopAt: 0 }, "interrupted"],
  ])("%s", async (_what, script, kind) => {
    expect((await play(script)).outcome.kind).toBe(kind);
  });

  test("a host that has never answered is given up after five tries", async () => {
    const { outcome, pauses } = await play({ told: [trouble("There is no host")] });
    expect(outcome).toEqual({ kind: "unreachable", message: "There is no host" });
    expect(pauses).toHaveLength(4);
  });

  test("one that has answered is believed in to the end", async () => {
    const failing = Array.from({ length: 20 }, () => trouble("restarting"));
    expect((await play({ told: [awaiting("1 left"), ...failing, says(APPROVED)] })).outcome.kind).toBe("approved");
  });

  test("the time is not overdrawn", async () => {
    const { pauses } = await play({ told: [awaiting("1 left")], waitMs: 100_000 });
    expect(pauses.reduce((sum, pause) => sum + pause, 0)).toBe(100);
  });
});

describe("pauses", () => {
  test("grow to the longest one", async () => {
    const { pauses } = await play({ told: [awaiting("1 left")], waitMs: 3 * MINUTE });
    expect(pauses.slice(0, 6)).toEqual([2, 4, 8, 16, 30, 30]);
  });

  test("differ by chance, down to a half", async () => {
    const { pauses } = await play({ told: [awaiting("1 left")], waitMs: MINUTE, random: 0 });
    expect(pauses.slice(0, 4)).toEqual([1, 2, 4, 8]);
  });

  test("begin anew when something changes", async () => {
    const told = [
      awaiting("2 left"),
      awaiting("2 left"),
      awaiting("2 left"),
      awaiting("1 left"),
      says(APPROVED),
    ] as const;
    expect((await play({ told: [...told] })).pauses).toEqual([2, 4, 8, 2]);
  });

  test("are as long as the server asks, when it asks", async () => {
    const told: Script["told"] = [trouble("too many", 45_000), PENDING, says(APPROVED)];
    expect((await play({ told })).pauses).toEqual([45, 2]);
  });

  test("end when the clock alone is awaited, right after that moment", async () => {
    const opens = awaiting("The window opens", "2026-11-20T16:00:20Z");
    const { pauses } = await play({ told: [opens, opens, opens, opens, opens, says(APPROVED)] });
    expect(pauses).toEqual([2, 4, 8, 7, 30]);
  });

  test("take no notice of a moment that is no moment, or far away", async () => {
    const told = [awaiting("1 left", "soon"), awaiting("1 left", "2026-11-23T08:00:00Z"), says(APPROVED)] as const;
    expect((await play({ told: [...told] })).pauses).toEqual([2, 2]);
  });
});

test("what is left is told when it changed, and only then", async () => {
  const told = [
    awaiting("2 left"),
    awaiting("2 left"),
    trouble("down"),
    trouble("down"),
    awaiting("2 left"),
    awaiting("1 left"),
    PENDING,
    awaiting("1 left"),
    says(APPROVED),
  ] as const;
  const { news, troubles } = await play({ told: [...told] });
  expect(news).toEqual(["2 left", "2 left", "1 left"]);
  expect(troubles).toEqual(["down"]);
});
