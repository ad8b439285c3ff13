import {
  deleteToken,
  exchangeWebFlowCode,
  getWebFlowAuthorizationUrl,
  refreshToken as refreshTokens,
} from "@octokit/oauth-methods";
import { request as plainRequest } from "@octokit/request";
import { z } from "zod";
import { GithubAway, TokenRefused, type SignInWithGithub, type UserTokens } from "../../readiness/viewing/ports.ts";
import { fetchWithin, unwatched } from "../probot.ts";

export interface SignInOptions {
  readonly clientId: string;
  readonly clientSecret: string;
  /** Without a slash at the end. The addresses for people are beside it: `https://HOSTNAME/api/v3` belongs to `https://HOSTNAME`. */
  readonly githubApiUrl: string;
  /** One answer of GitHub may take this long, in milliseconds: a person waits for ours. */
  readonly timeoutMs?: number | undefined;
  /** Watches what is asked of GitHub. */
  readonly watched?: ((call: typeof fetch) => typeof fetch) | undefined;
}

const TIMEOUT_MS = 8000;

/** The App's user authorisation at GitHub. https://docs.github.com/en/apps/creating-github-apps/authenticating-with-a-github-app/generating-a-user-access-token-for-a-github-app */
export const signInWithGithub = (options: SignInOptions): SignInWithGithub => {
  const { clientId, clientSecret, githubApiUrl, timeoutMs = TIMEOUT_MS, watched = unwatched } = options;
  const request = plainRequest.defaults({ baseUrl: githubApiUrl, request: { fetch: watched(fetchWithin(timeoutMs)) } });
  const app = { clientType: "github-app", clientId, clientSecret } as const;
  return {
    address: ({ redirectUrl, state, challenge }) => {
      const { url } = getWebFlowAuthorizationUrl({ clientType: "github-app", clientId, redirectUrl, state, request });
      const address = new URL(url);
      address.searchParams.set("code_challenge", challenge);
      address.searchParams.set("code_challenge_method", "S256");
      return address.href;
    },
    // The library knows no verifier; what the request has by default goes along with what it sends.
    exchange: ({ code, verifier, redirectUrl }) =>
      asOurs("exchanging a code", async () => {
        const sending = request.defaults({ code_verifier: verifier });
        const { authentication } = await exchangeWebFlowCode({ ...app, code, redirectUrl, request: sending });
        return toTokens(authentication);
      }),
    refresh: (refreshToken) =>
      asOurs("renewing a token", async () => {
        const { authentication } = await refreshTokens({ ...app, refreshToken, request });
        return toTokens(authentication);
      }),
    revoke: (token) =>
      asOurs("revoking a token", async () => {
        await deleteToken({ ...app, token, request });
      }),
  };
};

const Authentication = z.object({
  token: z.string(),
  expiresAt: z.coerce.date().optional(),
  refreshToken: z.string().optional(),
});

const toTokens = (authentication: unknown): UserTokens => {
  const { token, ...rest } = Authentication.parse(authentication);
  return { accessToken: token, ...rest };
};

/** https://docs.github.com/en/apps/oauth-apps/maintaining-oauth-apps/troubleshooting-oauth-app-access-token-request-errors */
const REFUSALS = new Set(["bad_verification_code", "bad_refresh_token", "unverified_user_email"]);

const Failure = z.object({
  status: z.int().optional(),
  response: z.object({ data: z.object({ error: z.string().optional() }).optional() }).optional(),
});

/** What octokit throws carries what was sent, the client's secret included: nothing but a status and a code is taken over from it. */
const asOurs = async <Answer>(what: string, call: () => Promise<Answer>): Promise<Answer> => {
  try {
    return await call();
  } catch (error) {
    const { status, response } = Failure.safeParse(error).data ?? {};
    const code = response?.data?.error;
    if (code !== undefined && REFUSALS.has(code)) throw new TokenRefused(`${what}: ${code}`);
    throw new GithubAway(
      `${what} failed${status === undefined ? "" : ` with ${status}`}${code === undefined ? "" : `: ${code}`}`,
    );
  }
};
