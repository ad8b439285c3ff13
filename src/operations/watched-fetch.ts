import type { Budgets } from "./budgets.ts";
import type { GithubState } from "./health.ts";
import { scope } from "./scope.ts";
import type { State } from "./state.ts";
import type { CallKind, Tally } from "./tally.ts";
import type { Tracing } from "./tracing.ts";

interface Watching {
  readonly tally: Pick<Tally, "call">;
  readonly budgets: Pick<Budgets, "heard">;
  readonly github: State<GithubState>;
  readonly tracing: Pick<Tracing, "span">;
  /** In somebody's own name: their limits are theirs, and none of an installation's. */
  readonly isPersonal?: boolean;
}

/** A fetch that tells of every call how it went. What is asked and answered passes through as it is. */
export const watchedFetch = (call: typeof fetch, watching: Watching): typeof fetch => {
  const { tally, budgets, github, tracing, isPersonal = false } = watching;
  const kindOf = (input: Parameters<typeof fetch>[0], init: RequestInit | undefined): CallKind =>
    isPersonal ? "person" : kindByAddress(input, init);
  const watched = async (input: Parameters<typeof fetch>[0], init: RequestInit | undefined): Promise<Response> => {
    const began = performance.now();
    const kind = kindOf(input, init);
    const count = (status: string): void => tally.call({ kind, status, seconds: (performance.now() - began) / 1000 });
    try {
      const answer = await call(input, init);
      github.is(answer.status >= 500 ? "away" : "answers");
      if (!isPersonal) budgets.heard(new Headers(init?.headers).get("authorization") ?? "", answer.headers);
      count(String(answer.status));
      return answer;
    } catch (error) {
      github.is("away");
      count(isTimeout(error) ? "timeout" : "failed");
      throw error;
    }
  };
  return (input, init) => {
    const cause = scope();
    if (cause !== undefined) cause.calls += 1;
    const kind = kindOf(input, init);
    return tracing.span(`GitHub ${kind}`, { kind: "client", attributes: attributesOf(input, init) }, async (span) => {
      const answer = await watched(input, init);
      span.set({ "http.response.status_code": answer.status });
      return answer;
    });
  };
};

const urlOf = (input: Parameters<typeof fetch>[0]): URL =>
  new URL(input instanceof Request ? input.url : input.toString());

const kindByAddress = (input: Parameters<typeof fetch>[0], init: RequestInit | undefined): CallKind => {
  const { pathname } = urlOf(input);
  const isRead = ["GET", "HEAD"].includes(init?.method ?? "GET");
  if (pathname.endsWith("/graphql")) return isMutation(init?.body) ? "mutation" : "query";
  if (pathname.endsWith("/access_tokens")) return "token";
  if (/^(\/api\/v3)?\/app(\/|$)/.test(pathname)) return "app";
  return isRead ? "read" : "write";
};

const isMutation = (body: unknown): boolean => typeof body === "string" && /^\{"query":"\s*mutation\b/.test(body);

/** An address of GitHub's API tells which repository and which pull request; a query tells nothing but that it is one. */
const attributesOf = (
  input: Parameters<typeof fetch>[0],
  init: RequestInit | undefined,
): Readonly<Record<string, string>> => {
  const { hostname, pathname } = urlOf(input);
  return { "http.request.method": init?.method ?? "GET", "server.address": hostname, "url.path": pathname };
};

const isTimeout = (error: unknown): boolean =>
  typeof error === "object" && error !== null && "name" in error && error.name === "TimeoutError";
