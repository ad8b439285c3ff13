import { describe, expect, test } from "@jest/globals";
import {
  GithubAway,
  TokenRefused,
  type SessionRecord,
  type Sessions,
  type UserTokens,
} from "../../../src/readiness/viewing/ports.ts";
import { createSealing } from "../../../src/web/session/sealing.ts";
import { SignedOut } from "../../../src/web/session/signed-out.ts";
import { askingAs, sealTokens } from "../../../src/web/session/tokens.ts";

const NOW = new Date("2026-03-06T09:00:00Z");
const inMinutes = (minutes: number): Date => new Date(NOW.getTime() + minutes * 60_000);
const sealing = createSealing(["s".repeat(32)]);
const ID = "the hash of a session's id";

/** One session, and a GitHub that takes the newest of the tokens that it handed out. */
const setting = (tokens: UserTokens) => {
  let row: SessionRecord | undefined = {
    idHash: ID,
    userId: 1,
    login: "ada",
    sealed: sealTokens(sealing, tokens, ID),
    createdAt: NOW,
    seenAt: NOW,
  };
  const sessions: Sessions = {
    create: async () => undefined,
    find: async () => row,
    remove: async () => {
      const was = row !== undefined;
      row = undefined;
      return was;
    },
    removeAllOf: async () => undefined,
    seen: async () => undefined,
    named: async () => undefined,
    claimRenewal: async (_id, { now, until }) => {
      if (row === undefined || (row.renewingUntil !== undefined && row.renewingUntil > now)) return false;
      row = { ...row, renewingUntil: until };
      return true;
    },
    renewed: async (_id, sealed) => {
      if (row !== undefined) row = { ...row, sealed, renewingUntil: undefined };
    },
  };
  const good = { access: tokens.accessToken, refresh: tokens.refreshToken, renewals: 0, isAway: false };
  const github = {
    address: () => "",
    exchange: () => Promise.reject(new Error("not here")),
    revoke: () => Promise.resolve(),
    refresh: async (refreshToken: string): Promise<UserTokens> => {
      if (good.isAway) throw new GithubAway("away");
      if (refreshToken !== good.refresh) throw new TokenRefused("bad_refresh_token");
      good.renewals += 1;
      good.access = `access ${good.renewals}`;
      good.refresh = `refresh ${good.renewals}`;
      return { accessToken: good.access, refreshToken: good.refresh, expiresAt: inMinutes(480) };
    },
  };
  const ask = async (token: string): Promise<string> => {
    if (token !== good.access) throw new TokenRefused("401");
    return token;
  };
  const process = () => askingAs({ sessions, github, sealing, now: () => NOW });
  return {
    good,
    ask,
    process,
    session: row,
    row: () => row,
    change: (next: Partial<SessionRecord>) => {
      if (row !== undefined) row = { ...row, ...next };
    },
  };
};

const lasting = (minutes: number): UserTokens => ({
  accessToken: "access 0",
  refreshToken: "refresh 0",
  expiresAt: inMinutes(minutes),
});

describe("a session's token", () => {
  test("is used as it is while it is good, and where it never expires", async () => {
    for (const tokens of [lasting(60), { accessToken: "access 0" }]) {
      const { process, session, ask, good } = setting(tokens);
      expect(await process()(session, ask)).toBe("access 0");
      expect(good.renewals).toBe(0);
    }
  });

  test("is renewed before it expires, once for all who ask", async () => {
    const { process, session, ask, good } = setting(lasting(4));
    const asking = process();
    expect(await Promise.all([asking(session, ask), asking(session, ask)])).toEqual(["access 1", "access 1"]);
    expect(good.renewals).toBe(1);
  });

  test("is renewed by one process; the other one goes on with what it finds", async () => {
    const { process, session, ask, good } = setting(lasting(4));
    const [one, other] = [process(), process()];
    expect(await one(session, ask)).toBe("access 1");
    expect(await other(session, ask)).toBe("access 1");
    expect(good.renewals).toBe(1);
  });

  test("that another process renewed this moment is no reason to sign anybody out", async () => {
    const { process, session, ask, good, change } = setting(lasting(60));
    good.access = "access 1";
    change({ renewingUntil: inMinutes(0.5) });
    await expect(process()(session, ask)).rejects.toThrow(GithubAway);
    change({ renewingUntil: undefined, sealed: sealTokens(sealing, { accessToken: "access 1" }, ID) });
    expect(await process()(session, ask)).toBe("access 1");
  });

  test("is used to its end while GitHub can't renew it", async () => {
    const still = setting(lasting(4));
    still.good.isAway = true;
    expect(await still.process()(still.session, still.ask)).toBe("access 0");
    const over = setting(lasting(-1));
    over.good.isAway = true;
    await expect(over.process()(over.session, over.ask)).rejects.toThrow(GithubAway);
    expect(over.row()).toBeDefined();
  });

  test.each([
    { what: "that GitHub refuses", tokens: lasting(60), spoil: { access: "another" } },
    { what: "that can't be renewed", tokens: lasting(-1), spoil: { refresh: "another" } },
    {
      what: "that expired and has nothing to renew it by",
      tokens: { accessToken: "a", expiresAt: inMinutes(-1) },
      spoil: {},
    },
  ])("$what ends the session", async ({ tokens, spoil }) => {
    const { process, session, ask, good, row } = setting(tokens);
    Object.assign(good, spoil);
    await expect(process()(session, ask)).rejects.toThrow(SignedOut);
    expect(row()).toBeUndefined();
  });

  test("that was sealed by a secret that is ours no more ends the session", async () => {
    const { process, session, ask, row } = setting(lasting(60));
    const foreign = createSealing(["f".repeat(32)]);
    const stolen = { ...session, sealed: sealTokens(foreign, lasting(60), ID) };
    await expect(process()(stolen, ask)).rejects.toThrow(SignedOut);
    expect(row()).toBeUndefined();
  });
});
