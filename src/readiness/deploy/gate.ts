import type { DeployAnswer } from "../../report/deploy/answer.ts";
import type { RepositoryRef } from "../ports.ts";
import { RetryLater } from "../retry-later.ts";
import type { Caller, Callers, RepositoryName, SeenRepository } from "./callers.ts";
import { keeping } from "./keeping.ts";

/** Which deployment somebody asks about. */
export interface Question {
  readonly repository: RepositoryName;
  readonly environment: string;
  /** 40 hexadecimal digits, lower case. */
  readonly sha: string;
}

/** The same, where it was found that whoever asks may. */
export interface Asked {
  readonly repository: RepositoryRef;
  readonly environment: string;
  readonly sha: string;
}

/** `pending`: no answer yet, asking again is right. `no-config`: no config holds there, so Gatehouse has no say. */
export type Decided = DeployAnswer | "pending" | "no-config";

/** What whoever asks is told. */
export type GateReply =
  | { readonly kind: "decided"; readonly answer: DeployAnswer }
  | { readonly kind: "pending" }
  | { readonly kind: "no-config" | "bad-token" | "not-visible" | "not-installed" }
  /** GitHub, or we, ask to wait. `whose` limit it is. */
  | { readonly kind: "limit"; readonly whose: "caller" | "gatehouse"; readonly retryAt: Date };

/** Answers whether a deployment may start. Rejects when GitHub or the database is away. */
export interface Gate {
  readonly ask: (caller: Caller, question: Question) => Promise<GateReply>;
}

export interface GateParts {
  readonly callers: Callers;
  /** Which installation speaks for a repository, as GitHub tells; undefined where there is none. */
  readonly installation: (repository: RepositoryName) => Promise<number | undefined>;
  readonly decide: (asked: Asked) => Promise<Decided>;
  readonly now: () => Date;
}

/**
 * The gate as callers meet it: whoever can read a repository on GitHub may read its gate. Which installation it belongs to is asked
 * of GitHub and not of the store, which would go on believing in one that was removed while we were away.
 */
export const createGate = ({ callers, now, ...parts }: GateParts): Gate => {
  const home = keeping({
    ask: async (repository: SeenRepository) => ({ installationId: await parts.installation(repository) }),
    keyOf: ({ repositoryId }) => String(repositoryId),
    keptMs: ({ installationId }) => (installationId === undefined ? NO_HOME_KEPT_MS : HOME_KEPT_MS),
    now,
  });
  const decide = keeping({ ask: parts.decide, keyOf: releaseOf, keptMs: decidedKeptMs, now });
  const reply = async (caller: Caller, question: Question): Promise<GateReply> => {
    const sight = await callers.sight(caller, question.repository);
    if (sight.sees === "bad-token") return { kind: "bad-token" };
    if (sight.sees === "limit") return { kind: "limit", whose: "caller", retryAt: sight.retryAt };
    if (sight.sees === "nothing") return { kind: "not-visible" };
    const { installationId } = await home(sight.repository);
    if (installationId === undefined) return { kind: "not-installed" };
    return replyOf(await decide({ ...question, repository: { ...sight.repository, installationId } }));
  };
  return { ask: (caller, question) => reply(caller, question).catch(waiting) };
};

const waiting = (error: unknown): GateReply => {
  if (error instanceof RetryLater) return { kind: "limit", whose: "gatehouse", retryAt: error.at };
  throw error;
};

const HOME_KEPT_MS = 60_000;
const NO_HOME_KEPT_MS = 10_000;

/** Each question costs reads of GitHub, so a refusal is given again for a moment. An approval never is: it must be true now. */
const REFUSAL_KEPT_MS = 5000;

const decidedKeptMs = (decided: Decided): number =>
  decided === "pending" || (decided !== "no-config" && decided.decision === "approved") ? 0 : REFUSAL_KEPT_MS;

const releaseOf = ({ repository, environment, sha }: Asked): string =>
  JSON.stringify([repository.installationId, repository.repositoryId, environment.toLowerCase(), sha]);

const replyOf = (decided: Decided): GateReply =>
  typeof decided === "string" ? { kind: decided } : { kind: "decided", answer: decided };
