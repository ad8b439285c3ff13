import type { GateReply } from "../../src/readiness/deploy/gate.ts";
import type { DeployAnswer } from "../../src/report/deploy/answer.ts";
import { addressBehind } from "../../src/web/client-address.ts";
import { listen, routes } from "../../src/web/http.ts";
import { WELL } from "../web/well.ts";

export const SHA = "4f0c2a9d1b7e63855c8d0e2f9a1b3c4d5e6f7081";
/** No part of a name has more than 63 letters, so the machine itself knows that there is none: no name server is waited for. */
export const NO_HOST = `${"a".repeat(64)}.invalid`;

export const TOKEN = "ghp_0123456789abcdefghijABCDEFGHIJ012345";

/** An answer with what a test says of it. */
export const answerWith = (about: Partial<DeployAnswer> = {}): DeployAnswer => ({
  repository: "acme/shop",
  environment: "production",
  sha: SHA,
  decision: "awaiting",
  title: "1 of 4 left: a sign-off",
  reasons: ["#7 Basket: Product owner accepts. @olga can."],
  course: "forward",
  members: [],
  direct: [],
  report: "## Release\n\n- #7 lacks a sign-off\n",
  decidedAt: "2026-11-20T10:00:00.000Z",
  ...about,
});

export const APPROVED = answerWith({ decision: "approved", title: "Ready", reasons: [] });
export const AWAITING = answerWith();
export const REJECTED = answerWith({ decision: "rejected", title: "No-go by @olga", reasons: ["#7 Basket: no-go."] });

export type Scripted = GateReply | DeployAnswer | Error;

export interface GateServer {
  readonly url: string;
  /** What was asked, in order. */
  readonly asked: readonly { readonly token: string; readonly environment: string; readonly sha: string }[];
  /** From now on it answers so, in order; the last one again and again. */
  readonly answers: (...script: readonly [Scripted, ...Scripted[]]) => void;
  /** Resolves when it was asked that often. */
  readonly askedTimes: (times: number) => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Gatehouse's own HTTP server, with a gate that says what a test wants it to. */
export const startGateServer = async (): Promise<GateServer> => {
  const asked: { token: string; environment: string; sha: string }[] = [];
  const waiting: { times: number; tell: () => void }[] = [];
  let script: readonly Scripted[] = [AWAITING];
  const next = (): Scripted => {
    const [first = AWAITING, ...rest] = script;
    if (rest.length > 0) script = rest;
    return first;
  };
  const gate = {
    ask: async ({ token }: { readonly token: string }, { environment, sha }: { environment: string; sha: string }) => {
      asked.push({ token, environment, sha });
      for (const { times, tell } of waiting) if (asked.length >= times) tell();
      const said = next();
      if (said instanceof Error) throw said;
      return "kind" in said ? said : ({ kind: "decided", answer: said } as const);
    },
  };
  const http = await listen(
    routes({
      webhooks: { secrets: ["none"], take: async () => undefined, warn: () => undefined },
      health: async () => WELL,
      api: {
        gate: () => gate,
        tokenLimit: async () => 0,
        addressOf: addressBehind(0),
        now: () => new Date(),
        warn: () => undefined,
      },
    }),
    { host: "127.0.0.1", port: 0 },
  );
  return {
    url: http.url,
    asked,
    answers: (...said) => {
      asked.length = 0;
      script = said;
    },
    askedTimes: (times) =>
      new Promise((resolve) => {
        waiting.push({ times, tell: resolve });
        if (asked.length >= times) resolve();
      }),
    close: () => http.close(),
  };
};
