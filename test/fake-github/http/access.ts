import { createPublicKey, generateKeyPairSync, randomBytes, verify } from "node:crypto";
import type { Account, App, Installation, Level, Permissions, Repository, Role } from "../world/model.ts";
import { Refusal, notFound } from "../world/refusal.ts";
import { type World, atLeast, isInstalled, roleOf } from "../world/world.ts";
import type { SignIns } from "./sign-ins.ts";

/** Who a request comes from, by its token. */
export type Viewer =
  | { readonly kind: "anonymous" }
  | { readonly kind: "app"; readonly app: App }
  | {
      readonly kind: "installation";
      readonly installation: Installation;
      readonly repos: ReadonlySet<Repository> | undefined;
      readonly permissions: Permissions;
      /** By the fake's clock, as GitHub tells it. */
      readonly expiresAt: Date;
      /** By the machine's clock, in milliseconds. */
      readonly freshUntil: number;
    }
  /** With an App: a token of a person who signed in to it. */
  | { readonly kind: "user"; readonly account: Account; readonly through?: Through }
  /** An App by its client secret. */
  | { readonly kind: "client"; readonly app: App };

/** The App that a person acts through: what it can't see, the token doesn't show. */
interface Through {
  readonly app: App;
  readonly installations: readonly Installation[];
}

/** What a route needs of an installation token: any one of the named permissions. Metadata can always be read. */
export interface Needs {
  readonly any: readonly string[];
  readonly level: Level;
}

const HOUR_MS = 3_600_000;
/** What is shorter stands in texts by chance. */
const SHORTEST_SECRET = 16;
const FORBIDDEN = "Resource not accessible by integration";

/** Making a key takes a while: every fake of a process has the same. */
let pair: { privateKey: string; publicKey: string } | undefined;

const makePair = (): { privateKey: string; publicKey: string } =>
  generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs1", format: "pem" },
  });

/** Hands out tokens and knows them again. */
export class Keyring {
  readonly privateKey: string;
  readonly #publicKey: string;
  readonly #tokens = new Map<string, Viewer>();
  readonly #people = new Map<Account, string>();
  readonly #shown = new Set<string>();
  readonly #world: World;
  readonly #signIns: SignIns;
  #isStrict = false;

  constructor(world: World, signIns: SignIns) {
    this.#world = world;
    this.#signIns = signIns;
    pair ??= makePair();
    this.privateKey = pair.privateKey;
    this.#publicKey = pair.publicKey;
  }

  /** Whatever would let a stranger in: the App's key line by line, and every token that was handed out or shown, JWTs included. */
  get secrets(): readonly string[] {
    const lines = this.privateKey.split("\n").filter((line) => line !== "" && !line.startsWith("-----"));
    return [...lines, ...this.#tokens.keys(), ...this.#shown, ...this.#signIns.secrets];
  }

  /** A person's own token; the same one each time. */
  tokenOf(account: Account): string {
    const token = this.#people.get(account) ?? `ghp_${randomBytes(18).toString("hex")}`;
    this.#people.set(account, token);
    this.#tokens.set(token, { kind: "user", account });
    return token;
  }

  /** A new installation token: opaque, long, good for an hour. A test may move the fake's clock: either clock may vouch for it. */
  issue(
    installation: Installation,
    limits: { repos?: ReadonlySet<Repository>; permissions?: Permissions },
  ): { token: string; expiresAt: Date } {
    const token = `ghs_${randomBytes(180).toString("base64url")}`;
    const expiresAt = new Date(this.#world.now().getTime() + HOUR_MS);
    const permissions = limits.permissions ?? installation.permissions;
    const freshUntil = Date.now() + HOUR_MS;
    const { repos } = limits;
    this.#tokens.set(token, { kind: "installation", installation, repos, permissions, expiresAt, freshUntil });
    return { token, expiresAt };
  }

  /** An App gives back a person's token; false when it has none such. */
  revoke(app: App, token: string): boolean {
    return this.#signIns.revoke(app, token);
  }

  /** No token of an installation is good any more. */
  expire(): void {
    for (const [token, { kind }] of this.#tokens) if (kind === "installation") this.#tokens.delete(token);
  }

  /** From now on an App's own tokens are held against the fake's clock only. */
  trustNoOtherClock(): void {
    this.#isStrict = true;
  }

  /** Who sent this Authorization header; refuses with 401 what it does not know. */
  viewer(header: string | undefined): Viewer {
    if (header === undefined) return { kind: "anonymous" };
    if (/^basic\s/i.test(header)) return this.#byClientSecret(header);
    const token = header.replace(/^(bearer|token)\s+/i, "");
    if (token.length >= SHORTEST_SECRET) this.#shown.add(token);
    if (token.split(".").length === 3 && !token.startsWith("gh")) return this.#byJwt(token);
    const viewer = this.#tokens.get(token) ?? this.#byUserToken(token);
    if (viewer === undefined) throw badCredentials();
    if (viewer.kind === "user" && viewer.account.deleted) throw badCredentials();
    if (viewer.kind === "installation") this.#checkInstallation(viewer);
    return viewer;
  }

  #byUserToken(token: string): Viewer | undefined {
    const known = this.#signIns.find(token);
    if (known === undefined) return undefined;
    const { account, app } = known;
    const installations = this.#world.installations.filter((one) => one.app === app && one.suspendedAt === null);
    return { kind: "user", account, through: { app, installations } };
  }

  #byClientSecret(header: string): Viewer {
    const [id = "", secret = ""] = Buffer.from(header.replace(/^basic\s+/i, ""), "base64")
      .toString("utf8")
      .split(":");
    const app = this.#signIns.client(id, secret);
    if (app === undefined) throw badCredentials();
    return { kind: "client", app };
  }

  #checkInstallation({ installation, expiresAt, freshUntil }: Extract<Viewer, { kind: "installation" }>): void {
    const isStale = expiresAt <= this.#world.now() && freshUntil <= Date.now();
    if (isStale || !this.#world.installations.includes(installation)) throw badCredentials();
    if (installation.suspendedAt !== null) throw new Refusal(403, "This installation has been suspended");
  }

  #byJwt(token: string): Viewer {
    const [head = "", body = "", signature = ""] = token.split(".");
    const right = verify(
      "RSA-SHA256",
      Buffer.from(`${head}.${body}`),
      createPublicKey(this.#publicKey),
      Buffer.from(signature, "base64url"),
    );
    if (!right) throw new Refusal(401, "A JSON web token could not be decoded");
    const { iss, exp, iat }: { iss?: unknown; exp?: unknown; iat?: unknown } = JSON.parse(
      Buffer.from(body, "base64url").toString("utf8"),
    );
    const app = [...this.#world.apps.values()].find((one) => String(one.id) === String(iss) || one.clientId === iss);
    if (app === undefined) throw new Refusal(401, "'Issuer' claim ('iss') must be an Integer");
    const why = this.#notCurrent(Number(iat), Number(exp));
    if (why !== undefined) throw new Refusal(401, why);
    return { kind: "app", app };
  }

  /** A test may move the fake's clock while the App signs by the machine's: either may vouch for the token, unless told otherwise. */
  #notCurrent(iat: number, exp: number): string | undefined {
    const clocks = this.#isStrict ? [this.#world.now().getTime()] : [this.#world.now().getTime(), Date.now()];
    const problems = clocks.map((now) => problemOf(now / 1000, iat, exp));
    return problems.includes(undefined) ? undefined : problems[0];
  }
}

const problemOf = (now: number, iat: number, exp: number): string | undefined => {
  if (exp > now + 660) return "'Expiration time' claim ('exp') is too far in the future";
  if (exp <= now || iat > now + 60)
    return "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires";
  return undefined;
};

const badCredentials = (): Refusal => new Refusal(401, "Bad credentials");

/** Refuses as GitHub does: 404 for what may not be seen, 403 for what may not be done. */
export function authorize(viewer: Viewer, repo: Repository, needs: Needs & { role?: Role }): void {
  if (!maySee(viewer, repo)) throw notFound();
  if (viewer.kind === "anonymous" && needs.level === "write") throw new Refusal(401, "Requires authentication");
  if (repo.archived && needs.level === "write") throw new Refusal(403, "Repository was archived so is read-only.");
  if (viewer.kind === "app") throw new Refusal(401, "A JSON web token could not be decoded");
  if (viewer.kind === "user" && !atLeast(roleOf(repo, viewer.account), needs.role ?? "read"))
    throw new Refusal(403, "Must have write access to this repository");
  if (viewer.kind === "installation" && !permits(viewer, repo, needs)) throw new Refusal(403, FORBIDDEN);
}

/** Whether the repository exists as far as this viewer is concerned. */
export function maySee(viewer: Viewer, repo: Repository): boolean {
  if (!repo.private) return true;
  if (viewer.kind === "installation") return covers(viewer, repo);
  if (viewer.kind !== "user" || roleOf(repo, viewer.account) === undefined) return false;
  return viewer.through === undefined || viewer.through.installations.some((one) => isInstalled(one, repo));
}

/** Whether an installation token's permissions reach; public repositories may be read by anyone. */
export function permits(viewer: Viewer, repo: Repository, { any, level }: Needs): boolean {
  if (viewer.kind !== "installation") return true;
  if (any.length === 0) return true;
  if (!covers(viewer, repo)) return level === "read";
  return any.some((name) => viewer.permissions[name] === "write" || viewer.permissions[name] === level);
}

export function covers(viewer: Viewer, repo: Repository): boolean {
  if (viewer.kind !== "installation") return false;
  return isInstalled(viewer.installation, repo) && (viewer.repos?.has(repo) ?? true);
}

/** The account whose name stands under what this viewer writes. */
export function actor(viewer: Viewer): { by: Account; app: App | null } {
  if (viewer.kind === "user") return { by: viewer.account, app: null };
  if (viewer.kind === "installation") return { by: viewer.installation.app.bot, app: viewer.installation.app };
  throw new Refusal(401, "Requires authentication");
}
