import { createHash, randomBytes } from "node:crypto";
import type { Context } from "hono";
import type { SessionRecord, UserTokens, ViewerReads } from "../../readiness/viewing/ports.ts";
import { keeping } from "../../readiness/deploy/keeping.ts";
import { SESSION_LIMITS_MS } from "../../readiness/viewing/limits.ts";
import { cookie } from "./cookies.ts";
import { askingAs, sealTokens, type AskAs, type TokenParts } from "./tokens.ts";
import type { ListedRepository, ReadableRepository, Viewer } from "./viewer.ts";

export interface SessionParts extends TokenParts {
  readonly reads: ViewerReads;
  /** Whether people reach us by HTTPS. */
  readonly secure: boolean;
}

/** A session that is good, and who it belongs to. */
export interface OpenSession {
  readonly id: string;
  readonly viewer: Viewer;
}

/** Who is signed in, by the cookie that came. */
export interface SessionKeeper {
  readonly find: (context: Context) => Promise<OpenSession | undefined>;
  /** Begins one, always with a new id; one that was there ends. */
  readonly begin: (context: Context, tokens: UserTokens) => Promise<void>;
  /** Ends the one there is, here and at GitHub. */
  readonly end: (context: Context) => Promise<void>;
  /** Takes the cookie away, where the session is gone already. */
  readonly forget: (context: Context) => void;
}

/** That somebody was seen is written so often at most. */
const SEEN_EVERY_MS = 5 * 60_000;
const REPOSITORY_KEPT_MS = 60_000;
/** So that somebody who was just let in does not wait. */
const NOTHING_KEPT_MS = 10_000;
const LIST_KEPT_MS = 5 * 60_000;
/** 256 bits. */
const ID_BYTES = 32;

/** Keeps the sessions of all who signed in. */
export const createSessions = (parts: SessionParts): SessionKeeper => {
  const { sessions, secure } = parts;
  const own = cookie({ name: "gatehouse", secure, maxAgeSeconds: SESSION_LIMITS_MS.whole / 1000 });
  const ask = askingAs(parts);
  const viewerOf = viewersBy(parts, ask);
  const remove = async (context: Context): Promise<SessionRecord | undefined> => {
    const id = own.read(context);
    own.clear(context);
    if (id === undefined) return undefined;
    const session = await sessions.find(hashOf(id));
    return session !== undefined && (await sessions.remove(session.idHash)) ? session : undefined;
  };
  return {
    find: async (context) => {
      const found = await findBy(parts, { id: own.read(context), isLook: isLook(context) });
      return found === undefined ? undefined : { id: found.id, viewer: viewerOf(found.session) };
    },
    begin: async (context, tokens) => {
      await remove(context);
      own.write(context, await create(parts, tokens));
    },
    end: async (context) => {
      const session = await remove(context);
      if (session !== undefined) await revoke(parts, session);
    },
    forget: (context) => own.clear(context),
  };
};

/** What `assets/live.js` sends along where a page fetches itself anew. */
const BY_ITSELF = "x-kept-current";

/** A page that keeps itself current is no look: whoever left it open may be gone. */
const isLook = ({ req }: Context): boolean =>
  req.header(BY_ITSELF) === undefined && req.header("accept")?.includes("text/event-stream") !== true;

const findBy = async (
  { sessions, now }: SessionParts,
  { id, isLook: isLooking }: { readonly id: string | undefined; readonly isLook: boolean },
): Promise<{ readonly id: string; readonly session: SessionRecord } | undefined> => {
  if (id === undefined || id.length > 100) return undefined;
  const session = await sessions.find(hashOf(id));
  if (session === undefined) return undefined;
  const [unseen, age] = [session.seenAt, session.createdAt].map((since) => now().getTime() - since.getTime());
  if (Number(unseen) > SESSION_LIMITS_MS.idle || Number(age) > SESSION_LIMITS_MS.whole) {
    await sessions.remove(session.idHash);
    return undefined;
  }
  if (isLooking && Number(unseen) > SEEN_EVERY_MS) await sessions.seen(session.idHash, now());
  return { id, session };
};

const create = async ({ sessions, reads, sealing, now }: SessionParts, tokens: UserTokens): Promise<string> => {
  const { login, userId } = await reads.self(tokens.accessToken);
  const id = randomBytes(ID_BYTES).toString("base64url");
  const idHash = hashOf(id);
  const at = now();
  await sessions.create({
    idHash,
    userId,
    login,
    sealed: sealTokens(sealing, tokens, idHash),
    createdAt: at,
    seenAt: at,
  });
  return id;
};

/** Whoever signs out is signed out, whatever GitHub says to it. */
const revoke = async ({ sealing, github }: SessionParts, { sealed, idHash }: SessionRecord): Promise<void> => {
  const text = sealing.open(sealed, idHash);
  const tokens: unknown = text === undefined ? {} : JSON.parse(text);
  if (typeof tokens !== "object" || tokens === null || !("accessToken" in tokens)) return;
  await github.revoke(String(tokens.accessToken)).catch(() => undefined);
};

const hashOf = (id: string): string => createHash("sha256").update(id).digest("hex");

interface AskedRepository {
  readonly session: SessionRecord;
  readonly owner: string;
  readonly name: string;
}

/** What GitHub said to one session is told to no other. */
const viewersBy = (parts: SessionParts, ask: AskAs): ((session: SessionRecord) => Viewer) => {
  const { reads, now } = parts;
  const repository = keeping({
    ask: async ({ session, owner, name }: AskedRepository): Promise<{ readonly seen?: ReadableRepository }> => {
      const seen = await ask(session, (token) => reads.repository(token, owner, name));
      return seen === undefined ? {} : { seen };
    },
    keyOf: ({ session, owner, name }) => `${session.idHash} ${owner}/${name}`.toLowerCase(),
    keptMs: ({ seen }) => (seen === undefined ? NOTHING_KEPT_MS : REPOSITORY_KEPT_MS),
    now,
  });
  const list = keeping({
    ask: async (session: SessionRecord): Promise<readonly ListedRepository[]> => {
      await noteName(parts, ask, session);
      return ask(session, reads.repositories);
    },
    keyOf: ({ idHash }) => idHash,
    keptMs: () => LIST_KEPT_MS,
    now,
  });
  return (session) => ({
    login: session.login,
    userId: session.userId,
    readable: async (owner, name) =>
      isName(owner, name) ? (await repository({ session, owner, name })).seen : undefined,
    repositories: () => list(session),
  });
};

/** GitHub tells no App of somebody's new name; what waits for them goes by it from the next page on. */
const noteName = async ({ reads, sessions }: SessionParts, ask: AskAs, session: SessionRecord): Promise<void> => {
  const { login } = await ask(session, reads.self);
  if (login !== session.login) await sessions.named(session.idHash, login);
};

/** What can't be a name is asked of nobody. */
const isName = (owner: string, name: string): boolean =>
  /^[\w.-]{1,100}$/u.test(owner) &&
  /^[\w.-]{1,100}$/u.test(name) &&
  !/^\.{1,2}$/u.test(name) &&
  !/^\.{1,2}$/u.test(owner);
