/** What GitHub hands out for somebody who signed in. https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export interface UserTokens {
  readonly accessToken: string;
  /** Absent where the App's tokens don't expire. */
  readonly expiresAt?: Date | undefined;
  /** Good for one use: it and the old access token are dead afterwards. */
  readonly refreshToken?: string | undefined;
}

/** Where GitHub sends somebody back to, with what proves that it was us who sent them there. */
export interface SignInRequest {
  readonly redirectUrl: string;
  /** Comes back as it is. */
  readonly state: string;
  /** Base64url of the SHA-256 of the verifier. https://datatracker.ietf.org/doc/html/rfc7636#section-4.2 */
  readonly challenge: string;
}

/** The App's user authorisation. Every call but `address` rejects with `TokenRefused` or `GithubAway`. */
export interface SignInWithGithub {
  /** Where somebody says on GitHub that they want to be signed in here. */
  readonly address: (request: SignInRequest) => string;
  readonly exchange: (back: {
    readonly code: string;
    readonly verifier: string;
    readonly redirectUrl: string;
  }) => Promise<UserTokens>;
  readonly refresh: (refreshToken: string) => Promise<UserTokens>;
  /** From then on the token is good for nothing. */
  readonly revoke: (accessToken: string) => Promise<void>;
}

/** What somebody may do in a repository, as GitHub names it; each includes those after it. */
export type Permission = "admin" | "maintain" | "write" | "triage" | "read";

/** A repository that a viewer can read, as GitHub names it now. */
export interface ReadableRepository {
  readonly repositoryId: number;
  readonly owner: string;
  readonly name: string;
  readonly permission: Permission;
}

export interface ListedRepository {
  readonly id: number;
  readonly owner: string;
  readonly name: string;
  readonly permission: Permission;
}

/** What GitHub shows to whoever holds a user's token. Each rejects with `TokenRefused`, `GithubAway` or `RetryLater`. */
export interface ViewerReads {
  readonly self: (token: string) => Promise<{ readonly login: string; readonly userId: number }>;
  /** Undefined: it is not there, or not for this token. */
  readonly repository: (token: string, owner: string, name: string) => Promise<ReadableRepository | undefined>;
  /** Every repository that both the person and the App can see, by name. */
  readonly repositories: (token: string) => Promise<readonly ListedRepository[]>;
}

/** GitHub takes this token, code or refresh token for nothing: it expired, was used, or was revoked. */
export class TokenRefused extends Error {
  override readonly name = "TokenRefused";
}

/** GitHub could not be asked, or did not answer as it should. What was sent is not in it, since it is logged. */
export class GithubAway extends Error {
  override readonly name = "GithubAway";
}

/** A session as it is kept: whoever reads it can neither take its place nor use its token. */
export interface SessionRecord {
  /** SHA-256 of what stands in the cookie, in hex. */
  readonly idHash: string;
  readonly userId: number;
  readonly login: string;
  /** The tokens, encrypted. */
  readonly sealed: string;
  readonly createdAt: Date;
  readonly seenAt: Date;
  /** Until when some process is renewing the tokens. */
  readonly renewingUntil?: Date | undefined;
}

export interface Sessions {
  readonly create: (session: SessionRecord) => Promise<void>;
  readonly find: (idHash: string) => Promise<SessionRecord | undefined>;
  /** Resolves to whether the session was there. */
  readonly remove: (idHash: string) => Promise<boolean>;
  /** Ends all sessions of a person, wherever they were begun. */
  readonly removeAllOf: (userId: number) => Promise<void>;
  readonly seen: (idHash: string, at: Date) => Promise<void>;
  /** Notes that its owner is called otherwise on GitHub by now. */
  readonly named: (idHash: string, login: string) => Promise<void>;
  /** Lets one process at a time renew the tokens; resolves to whether it is the caller. */
  readonly claimRenewal: (idHash: string, times: { readonly now: Date; readonly until: Date }) => Promise<boolean>;
  /** Ends the renewal. */
  readonly renewed: (idHash: string, sealed: string) => Promise<void>;
}
