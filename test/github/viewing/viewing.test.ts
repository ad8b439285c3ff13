import { createHash, randomBytes } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { viewerReadsAt } from "../../../src/github/viewing/reads.ts";
import { signInWithGithub } from "../../../src/github/viewing/sign-in.ts";
import { RetryLater } from "../../../src/readiness/retry-later.ts";
import {
  GithubAway,
  TokenRefused,
  type SignInWithGithub,
  type UserTokens,
  type ViewerReads,
} from "../../../src/readiness/viewing/ports.ts";
import { FakeGitHub } from "../../fake-github/fake-github.ts";

const MANY = 130;

let github: FakeGitHub;
let signIn: SignInWithGithub;
let reads: ViewerReads;
beforeAll(async () => {
  github = await FakeGitHub.start({ now: new Date("2026-03-06T09:00:00Z") });
  const { clientId, clientSecret, url: githubApiUrl } = github;
  signIn = signInWithGithub({ clientId, clientSecret, githubApiUrl, timeoutMs: 60_000 });
  reads = viewerReadsAt({ githubApiUrl, timeoutMs: 60_000 });
  for (let number = 0; number < MANY; number += 1)
    github.repo(`acme/shop-${number}`, { private: true, installed: true, collaborators: { ada: "write" } });
  github.repo("other/tool", { private: true, installed: true, collaborators: { ada: "admin", max: "triage" } });
  github.repo("third/gone", { private: true, installed: true, collaborators: { ada: "maintain" } });
  github.repo("open/source", { collaborators: {} });
  github.user("olga");
  await github.suspends("third");
});
afterAll(async () => {
  github.assertClean();
  await github.stop();
});

const redirectUrl = "https://gate.example.com/sign-in/callback";

const agrees = async (login: string) => {
  const verifier = randomBytes(32).toString("base64url");
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  const address = new URL(signIn.address({ redirectUrl, state: randomBytes(32).toString("base64url"), challenge }));
  address.searchParams.set("as", login);
  const { headers } = await fetch(address, { redirect: "manual" });
  const code = new URL(headers.get("location") ?? "").searchParams.get("code") ?? "";
  return { code, verifier, redirectUrl };
};

const tokensOf = async (login: string): Promise<UserTokens> => signIn.exchange(await agrees(login));

describe("signing in at GitHub", () => {
  test("gives tokens that say by GitHub's clock when they expire", async () => {
    const tokens = await tokensOf("ada");
    expect(tokens.expiresAt).toEqual(new Date("2026-03-06T17:00:00Z"));
    expect(await reads.self(tokens.accessToken)).toEqual({ login: "ada", userId: github.user("ada").id });
  });

  test("a code is for whoever knows the verifier, and once", async () => {
    const stolen = await agrees("ada");
    await expect(signIn.exchange({ ...stolen, verifier: "x".repeat(43) })).rejects.toThrow(TokenRefused);
    const used = await agrees("ada");
    await signIn.exchange(used);
    await expect(signIn.exchange(used)).rejects.toThrow(TokenRefused);
  });

  test("renewing makes the old pair worthless; what was revoked is refused", async () => {
    const old = await tokensOf("ada");
    const fresh = await signIn.refresh(old.refreshToken ?? "");
    await expect(reads.self(old.accessToken)).rejects.toThrow(TokenRefused);
    await expect(signIn.refresh(old.refreshToken ?? "")).rejects.toThrow(TokenRefused);
    await signIn.revoke(fresh.accessToken);
    await expect(reads.self(fresh.accessToken)).rejects.toThrow(TokenRefused);
  });

  test("what fails says nothing of what was sent", async () => {
    const { clientId, url: githubApiUrl } = github;
    const clientSecret = "a wrong secret of the client";
    const wrong = signInWithGithub({ clientId, clientSecret, githubApiUrl, timeoutMs: 60_000 });
    const back = await agrees("ada");
    const error: unknown = await wrong.exchange(back).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(GithubAway);
    const said = JSON.stringify(error, Object.getOwnPropertyNames(error)) + String(error);
    for (const secret of ["a wrong secret", back.code, back.verifier]) expect(said).not.toContain(secret);
    expect(said).toContain("incorrect_client_credentials");
    for (const fault of [{ status: 502 }, { drop: true }]) {
      github.fail({ match: /access_token/u, next: 1, ...fault });
      await expect(signIn.exchange(back)).rejects.toThrow(GithubAway);
    }
  });
});

describe("what a viewer may read", () => {
  test.each([
    { login: "ada", owner: "acme", name: "shop-7", permission: "write" },
    { login: "ada", owner: "ACME", name: "Shop-7", permission: "write" },
    { login: "ada", owner: "other", name: "tool", permission: "admin" },
    { login: "max", owner: "other", name: "tool", permission: "triage" },
    { login: "max", owner: "open", name: "source", permission: "read" },
    { login: "max", owner: "acme", name: "shop-7", permission: undefined },
    { login: "ada", owner: "third", name: "gone", permission: undefined },
    { login: "ada", owner: "acme", name: "nothing", permission: undefined },
  ])("$login in $owner/$name: $permission", async ({ login, owner, name, permission }) => {
    const { accessToken } = await tokensOf(login);
    expect((await reads.repository(accessToken, owner, name))?.permission).toBe(permission);
  });

  test("all repositories of all installations, by name; nothing of one that is suspended", async () => {
    const { accessToken } = await tokensOf("ada");
    const list = await reads.repositories(accessToken);
    expect(list).toHaveLength(MANY + 1);
    expect(list.at(-1)).toMatchObject({ owner: "other", name: "tool", permission: "admin" });
    expect(list[0]?.permission).toBe("write");
    expect(new Set(list.map(({ id }) => id)).size).toBe(MANY + 1);
    expect(await reads.repositories((await tokensOf("olga")).accessToken)).toEqual([]);
  });

  test.each([403, 404, 451])("an installation that is hidden (%d) takes away nothing but its own", async (status) => {
    const { accessToken } = await tokensOf("max");
    github.fail({ match: /^GET .user.installations.\d+.repositories/u, next: 1, status });
    expect(await reads.repositories(accessToken)).toEqual([]);
    expect(await reads.repositories(accessToken)).toHaveLength(1);
  });

  test.each([
    { status: 429, headers: { "retry-after": "30" }, thrown: RetryLater },
    { status: 500, headers: {}, thrown: GithubAway },
    { status: 401, headers: {}, thrown: TokenRefused },
  ])("an installation that can't be asked ($status) is not taken for an empty one", async ({ thrown, ...fault }) => {
    const { accessToken } = await tokensOf("max");
    github.fail({ match: /^GET .user.installations.\d+.repositories/u, next: 1, ...fault });
    await expect(reads.repositories(accessToken)).rejects.toThrow(thrown);
  });

  test("limits say when to come back; failures and tokens that are none are told apart", async () => {
    const { accessToken } = await tokensOf("ada");
    const ask = () => reads.repository(accessToken, "acme", "shop-1");
    github.fail({ match: /^GET .repos/u, next: 1, status: 429, headers: { "retry-after": "30" } });
    await expect(ask()).rejects.toThrow(RetryLater);
    github.fail({ match: /^GET .repos/u, next: 1, status: 500 });
    await expect(ask()).rejects.toThrow(GithubAway);
    github.fail({ match: /^GET .repos/u, next: 1, status: 200, body: { id: "not a number" } });
    await expect(ask()).rejects.toThrow(GithubAway);
    await expect(reads.repository("ghu_nothing_of_the_kind", "acme", "shop-1")).rejects.toThrow(TokenRefused);
    expect(await ask()).toBeDefined();
  });
});
