import { z } from "zod";
import type { App } from "../world/model.ts";
import type { World } from "../world/world.ts";
import type { Judge } from "./judge.ts";
import type { SignIns } from "./sign-ins.ts";

interface Parts {
  readonly world: World;
  readonly judge: Judge;
  readonly signIns: SignIns;
}

interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

export interface OAuthReply {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Buffer | undefined;
}

/** The addresses for people; the API is elsewhere. */
export const isOAuth = (path: string): boolean => path.startsWith("/login/oauth/");

/**
 * Signing in to an App as GitHub does it, with a page on which one picks who one is. There is no published contract for it, so what the
 * documentation asks for is asked for here.
 * https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app
 */
export const answerOAuth = (parts: Parts, asked: Asked): OAuthReply => {
  if (asked.method === "GET" && asked.path === "/login/oauth/authorize") return authorize(parts, asked.query);
  if (asked.method === "POST" && asked.path === "/login/oauth/access_token") return accessToken(parts, asked.body);
  parts.judge.accuse(`${asked.method} ${asked.path}: GitHub has no such page for signing in`);
  return { status: 404, headers: {}, body: undefined };
};

const authorize = ({ world, judge, signIns }: Parts, query: URLSearchParams): OAuthReply => {
  const app = [...world.apps.values()].find(({ clientId }) => clientId === query.get("client_id"));
  if (app === undefined) return page(404, "<h1>Not found</h1>");
  const [redirectUri, state, challenge] = ["redirect_uri", "state", "code_challenge"].map(
    (name) => query.get(name) ?? "",
  );
  for (const problem of problemsOf(query)) judge.accuse(`GET /login/oauth/authorize: ${problem}`);
  if (redirectUri === undefined || !URL.canParse(redirectUri)) return page(400, "<h1>Redirect URI mismatch</h1>");
  const back = new URL(redirectUri);
  back.searchParams.set("state", state ?? "");
  const login = query.get("as");
  if (login === null) return page(200, choice(world, { app, query, cancel: cancelled(back) }));
  const account = world.account(login);
  if (account === undefined || account.kind !== "User") return page(404, "<h1>Not found</h1>");
  back.searchParams.set("code", signIns.agree({ account, app, redirectUri, challenge: challenge ?? "" }));
  return { status: 302, headers: { location: back.href }, body: undefined };
};

const problemsOf = (query: URLSearchParams): readonly string[] => [
  ...(/^[\w-]{20,}$/u.test(query.get("state") ?? "") ? [] : ["no state that nobody can guess"]),
  ...(/^[\w-]{43}$/u.test(query.get("code_challenge") ?? "") ? [] : ["no code_challenge of 43 characters"]),
  ...(query.get("code_challenge_method") === "S256" ? [] : ["code_challenge_method is not S256"]),
  ...(query.has("scope") ? ["an App's tokens have no scope"] : []),
];

const cancelled = (back: URL): string => {
  const address = new URL(back);
  address.searchParams.set("error", "access_denied");
  return address.href;
};

interface Choice {
  readonly app: App;
  readonly query: URLSearchParams;
  /** Where it leads to say no. */
  readonly cancel: string;
}

const choice = (world: World, { app, query, cancel }: Choice): string => {
  const people = [...world.users.values()].filter(
    ({ kind, deleted, login }) => kind === "User" && !deleted && !isStagehand(login),
  );
  const links = people.map(({ login, bio }) => {
    const address = new URLSearchParams(query);
    address.set("as", login);
    return `<li><a href="/login/oauth/authorize?${text(address.toString())}">${text(login)}</a>${bio === undefined ? "" : ` ${text(bio)}`}</li>`;
  });
  return `<h1>Sign in to ${text(app.name)} as …</h1><p>This is the fake GitHub. Who are you?</p><ul>${links.join("")}</ul>
<p><a href="${text(cancel)}">Cancel</a></p>`;
};

/** They own the App and found repositories; no story tells of them. */
const isStagehand = (login: string): boolean => login.startsWith("octo-");

const text = (given: string): string =>
  given.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll('"', "&quot;");

const page = (status: number, body: string): OAuthReply => ({
  status,
  headers: { "content-type": "text/html; charset=utf-8" },
  body: Buffer.from(
    `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Fake GitHub</title><link rel="icon" href="data:,"><style>:root{color-scheme:light dark;background:Canvas;color:CanvasText;font:16px/1.8 sans-serif}</style><body><main>${body}</main></body></html>`,
  ),
});

const Exchange = z.strictObject({
  client_id: z.string(),
  client_secret: z.string(),
  code: z.string(),
  code_verifier: z.string().min(43).max(128),
  redirect_uri: z.string(),
});

const Renewal = z.strictObject({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.literal("refresh_token"),
  refresh_token: z.string(),
});

/** Errors come with status 200, as at GitHub. */
const accessToken = ({ judge, signIns }: Parts, body: unknown): OAuthReply => {
  const asked = z.union([Exchange, Renewal]).safeParse(body);
  if (!asked.success) {
    judge.accuse(`POST /login/oauth/access_token: ${z.prettifyError(asked.error)}`);
    return failure("bad_verification_code");
  }
  const { client_id: id, client_secret: secret } = asked.data;
  const app = signIns.client(id, secret);
  if (app === undefined) return failure("incorrect_client_credentials");
  if ("refresh_token" in asked.data) {
    const renewed = signIns.refresh(app, asked.data.refresh_token);
    return renewed === undefined ? failure("bad_refresh_token") : json(renewed);
  }
  const { code, code_verifier: verifier, redirect_uri: redirectUri } = asked.data;
  const tokens = signIns.exchange(app, { code, verifier, redirectUri });
  return tokens === undefined ? failure("bad_verification_code") : json(tokens);
};

const failure = (error: string): OAuthReply =>
  json({ error, error_description: `The fake GitHub says: ${error}.`, error_uri: "https://docs.github.com" });

const json = (value: object): OAuthReply => ({
  status: 200,
  headers: { "content-type": "application/json; charset=utf-8" },
  body: Buffer.from(JSON.stringify(value)),
});
