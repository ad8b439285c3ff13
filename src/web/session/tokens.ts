import { z } from "zod";
import {
  GithubAway,
  TokenRefused,
  type SessionRecord,
  type Sessions,
  type SignInWithGithub,
  type UserTokens,
} from "../../readiness/viewing/ports.ts";
import { SignedOut } from "./signed-out.ts";
import type { Sealing } from "./sealing.ts";

export interface TokenParts {
  readonly sessions: Sessions;
  readonly github: SignInWithGithub;
  readonly sealing: Sealing;
  readonly now: () => Date;
}

/** Asks GitHub with a session's token, renewing it where that is due. */
export type AskAs = <Answer>(session: SessionRecord, ask: (token: string) => Promise<Answer>) => Promise<Answer>;

/** Before a token expires: it is renewed while it is still good, so that nobody waits for a second process that is at it. */
const EARLY_MS = 5 * 60_000;
/** Longer than GitHub may take for its answer. */
const RENEWAL_MS = 30_000;

/**
 * Asks with a session's token. What GitHub refuses although nobody has renewed it meanwhile was revoked: the session ends and `SignedOut`
 * is thrown.
 */
export const askingAs = (parts: TokenParts): AskAs => {
  const underWay = new Map<string, Promise<UserTokens>>();
  const current = async (session: SessionRecord): Promise<UserTokens> => {
    const tokens = await opened(parts, session);
    if (isGood(tokens, parts.now(), EARLY_MS)) return tokens;
    const renewing = underWay.get(session.idHash) ?? renewed(parts, session.idHash);
    underWay.set(session.idHash, renewing);
    return renewing.finally(() => underWay.delete(session.idHash));
  };
  return async (session, ask) => {
    const { accessToken } = await current(session);
    try {
      return await ask(accessToken);
    } catch (error) {
      if (!(error instanceof TokenRefused)) throw error;
      return await askAgain(parts, { idHash: session.idHash, refused: accessToken, ask });
    }
  };
};

interface Again<Answer> {
  readonly idHash: string;
  readonly refused: string;
  readonly ask: (token: string) => Promise<Answer>;
}

/** A renewal makes the old token worthless at once, so whoever holds it looks again before believing that it was revoked. */
const askAgain = async <Answer>(parts: TokenParts, { idHash, refused, ask }: Again<Answer>): Promise<Answer> => {
  const session = await parts.sessions.find(idHash);
  if (session === undefined) throw new SignedOut();
  const { accessToken } = await opened(parts, session);
  if (accessToken === refused) {
    if (isBeingRenewed(session, parts.now())) throw new GithubAway("the session is being renewed");
    return await ended(parts, idHash);
  }
  try {
    return await ask(accessToken);
  } catch (error) {
    if (error instanceof TokenRefused) return await ended(parts, idHash);
    throw error;
  }
};

/** Reads the session anew: another process may have been quicker. */
const renewed = async (parts: TokenParts, idHash: string): Promise<UserTokens> => {
  const { sessions, github, sealing, now } = parts;
  const claimed = await sessions.claimRenewal(idHash, { now: now(), until: new Date(now().getTime() + RENEWAL_MS) });
  const session = await sessions.find(idHash);
  if (session === undefined) throw new SignedOut();
  const tokens = await opened(parts, session);
  if (isGood(tokens, now(), EARLY_MS)) {
    if (claimed) await sessions.renewed(idHash, session.sealed);
    return tokens;
  }
  if (!claimed) return stillGood(tokens, now(), new GithubAway("the session is being renewed"));
  if (tokens.refreshToken === undefined) return await ended(parts, idHash);
  try {
    const fresh = await github.refresh(tokens.refreshToken);
    await sessions.renewed(idHash, sealTokens(sealing, fresh, idHash));
    return fresh;
  } catch (error) {
    if (error instanceof TokenRefused) return await ended(parts, idHash);
    return stillGood(tokens, now(), error);
  }
};

const stillGood = (tokens: UserTokens, now: Date, otherwise: unknown): UserTokens => {
  if (!isGood(tokens, now, 0)) throw otherwise;
  return tokens;
};

const isGood = ({ expiresAt }: UserTokens, now: Date, early: number): boolean =>
  expiresAt === undefined || expiresAt.getTime() - early > now.getTime();

const isBeingRenewed = ({ renewingUntil }: SessionRecord, now: Date): boolean =>
  renewingUntil !== undefined && renewingUntil > now;

const ended = async ({ sessions }: TokenParts, idHash: string): Promise<never> => {
  await sessions.remove(idHash);
  throw new SignedOut();
};

const Tokens = z.object({
  accessToken: z.string(),
  expiresAt: z.coerce.date().optional(),
  refreshToken: z.string().optional(),
});

/** What was sealed by a secret that is ours no more is as good as nothing. */
const opened = async (parts: TokenParts, { idHash, sealed }: SessionRecord): Promise<UserTokens> => {
  const text = parts.sealing.open(sealed, idHash);
  return text === undefined ? await ended(parts, idHash) : Tokens.parse(JSON.parse(text));
};

/** The tokens as they are kept. */
export const sealTokens = (sealing: Sealing, tokens: UserTokens, idHash: string): string =>
  sealing.seal(JSON.stringify(tokens), idHash);
