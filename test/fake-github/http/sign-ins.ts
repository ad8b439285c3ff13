import { createHash, randomBytes } from "node:crypto";
import type { Account, App } from "../world/model.ts";
import type { World } from "../world/world.ts";

/** A person's token of an App: it sees what both may see. */
export interface UserToken {
  readonly account: Account;
  readonly app: App;
  readonly expiresAt: Date;
}

/** What somebody agreed to on the page of GitHub's, before it is exchanged. */
interface Grant {
  readonly account: Account;
  readonly app: App;
  readonly redirectUri: string;
  readonly challenge: string;
  readonly until: Date;
}

interface Refresh {
  readonly account: Account;
  readonly app: App;
  readonly accessToken: string;
}

/** https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/refreshing-user-access-tokens */
const TOKEN_SECONDS = 28_800;
const REFRESH_SECONDS = 15_897_600;
const CODE_MS = 10 * 60_000;

/** Who signed in to which App, and the tokens that came of it. */
export class SignIns {
  readonly #world: World;
  readonly #clients = new Map<App, string>();
  readonly #grants = new Map<string, Grant>();
  readonly #tokens = new Map<string, UserToken>();
  readonly #refreshes = new Map<string, Refresh>();
  /** Everything that was ever handed out. */
  readonly #secrets = new Set<string>();

  constructor(world: World) {
    this.#world = world;
  }

  get secrets(): readonly string[] {
    return [...this.#secrets];
  }

  /** The App's client secret; the same one each time. */
  clientSecret(app: App): string {
    const secret = this.#clients.get(app) ?? this.#secret("", 20);
    this.#clients.set(app, secret);
    return secret;
  }

  /** The App that shows this id and secret. */
  client(id: string, secret: string): App | undefined {
    return [...this.#clients].find(([app, own]) => app.clientId === id && own === secret)?.[0];
  }

  /** A person says yes: the code that proves it. */
  agree(about: Omit<Grant, "until">): string {
    const code = this.#secret("", 10);
    this.#grants.set(code, { ...about, until: new Date(this.#world.now().getTime() + CODE_MS) });
    return code;
  }

  /** A code is good once, for whoever knows the verifier. */
  exchange(app: App, back: { code: string; verifier: string; redirectUri: string }): object | undefined {
    const grant = this.#grants.get(back.code);
    this.#grants.delete(back.code);
    if (grant === undefined || grant.app !== app || grant.until <= this.#world.now()) return undefined;
    const challenge = createHash("sha256").update(back.verifier).digest("base64url");
    if (challenge !== grant.challenge || back.redirectUri !== grant.redirectUri) return undefined;
    return this.#issue(grant);
  }

  /** The old pair is worthless from then on. */
  refresh(app: App, refreshToken: string): object | undefined {
    const known = this.#refreshes.get(refreshToken);
    if (known === undefined || known.app !== app) return undefined;
    this.#refreshes.delete(refreshToken);
    this.#tokens.delete(known.accessToken);
    return this.#issue(known);
  }

  find(token: string): UserToken | undefined {
    const known = this.#tokens.get(token);
    return known === undefined || known.expiresAt <= this.#world.now() || known.account.deleted ? undefined : known;
  }

  /** Whether there was such a token. */
  revoke(app: App, token: string): boolean {
    if (this.#tokens.get(token)?.app !== app) return false;
    this.#forget((accessToken) => accessToken === token);
    return true;
  }

  /** The person takes back what they agreed to. */
  revokeAll(account: Account): void {
    this.#forget((_token, of) => of === account);
  }

  #forget(which: (accessToken: string, account: Account) => boolean): void {
    for (const [token, { account }] of this.#tokens) if (which(token, account)) this.#tokens.delete(token);
    for (const [token, { accessToken, account }] of this.#refreshes)
      if (which(accessToken, account)) this.#refreshes.delete(token);
  }

  #issue({ account, app }: { readonly account: Account; readonly app: App }): object {
    const accessToken = this.#secret("ghu_", 18);
    const refreshToken = this.#secret("ghr_", 38);
    const expiresAt = new Date(this.#world.now().getTime() + TOKEN_SECONDS * 1000);
    this.#tokens.set(accessToken, { account, app, expiresAt });
    this.#refreshes.set(refreshToken, { account, app, accessToken });
    return {
      access_token: accessToken,
      expires_in: TOKEN_SECONDS,
      refresh_token: refreshToken,
      refresh_token_expires_in: REFRESH_SECONDS,
      scope: "",
      token_type: "bearer",
    };
  }

  #secret(prefix: string, bytes: number): string {
    const secret = `${prefix}${randomBytes(bytes).toString("hex")}`;
    this.#secrets.add(secret);
    return secret;
  }
}
