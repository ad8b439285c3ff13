import { setMaxListeners } from "node:events";
import type { Context } from "hono";
import { streamSSE, type SSEStreamingApi } from "hono/streaming";
import { RetryLater } from "../../../readiness/retry-later.ts";
import { GithubAway } from "../../../readiness/viewing/ports.ts";
import type { Versions } from "../../../readiness/viewing/versions.ts";
import type { PageEnv } from "../visit.ts";
import type { Streams } from "./streams.ts";
import type { Watching } from "./watching.ts";

/** What streams of events need. */
export interface LiveParts {
  readonly watching: Watching;
  readonly versions: Versions;
  readonly streams: Streams;
  /** Aborted when the process ends. */
  readonly stopping: AbortSignal;
  /** Whether the session that the request came with is still good. */
  readonly isSignedIn: (context: Context<PageEnv>) => Promise<boolean>;
  /** Milliseconds between two signs of life. */
  readonly beatMs?: number;
}

/** What is watched. */
export interface Watched {
  /** The key of a subject, of a repository, or of what waits for somebody. */
  readonly key: string;
  /** What the viewer may know of a version; all of it unless given. */
  readonly known?: (version: string) => string;
}

export interface Stream extends Watched {
  /** Whether the viewer may still see it. */
  readonly mayStill: () => Promise<boolean>;
}

/** Milliseconds: a sign of life so often, before which it is asked whether the viewer may still look. Proxies cut what is silent for a minute. */
const BEAT_MS = 20_000;
/** Milliseconds after which a browser tries again: a process that is gone is replaced by then. */
const RETRY_MS = 3000;

/**
 * Answers with server-sent events that say only that something changed, never what: the page fetches itself anew, so that whoever lost
 * access is told nothing. `?seen=` has the version that the page shows. Ends with the viewer's access, with the session, and with the process.
 */
export const eventsOf = (context: Context<PageEnv>, parts: LiveParts, stream: Stream): Response | Promise<Response> => {
  const back = parts.streams.take(context.var.sessionId ?? "");
  if (back === undefined) return context.text("too many pages are open", 429);
  const seen = context.req.header("last-event-id") ?? context.req.query("seen");
  context.header("x-accel-buffering", "no");
  return streamSSE(context, async (out) => {
    try {
      await tell({ out, seen, context, parts, stream });
    } finally {
      back();
    }
  });
};

interface Telling {
  readonly out: SSEStreamingApi;
  readonly seen: string | undefined;
  readonly context: Context<PageEnv>;
  readonly parts: LiveParts;
  readonly stream: Stream;
}

const tell = async (telling: Telling): Promise<void> => {
  const { out, seen, parts, stream } = telling;
  const { watching, stopping } = parts;
  let told = seen;
  let version: string | undefined = seen;
  const news = bell();
  const end = watching.watch(stream.key, (found) => {
    version = found === undefined ? "gone" : knownOf(stream, found);
    if (version !== told) news.ring();
  });
  out.onAbort(news.ring);
  // Each stream listens for as long as it is open: many of them are no leak.
  setMaxListeners(0, stopping);
  stopping.addEventListener("abort", news.ring);
  const tellNews = async (): Promise<void> => {
    if (version === undefined || version === told) return;
    told = version;
    await out.writeSSE({ event: "changed", id: version, data: "page" });
  };
  try {
    await out.write(`retry: ${RETRY_MS}\n\n`);
    await whileAllowed(telling, news, tellNews);
  } finally {
    end();
    stopping.removeEventListener("abort", news.ring);
  }
};

/** Whether the viewer may still look is asked at every beat, also where news never end. */
const whileAllowed = async (telling: Telling, news: Bell, tellNews: () => Promise<void>): Promise<void> => {
  const { out, parts } = telling;
  const { stopping, beatMs = BEAT_MS } = parts;
  let askedAt = performance.now();
  for (;;) {
    await tellNews();
    const rang = await news.within(beatMs);
    if (out.aborted || stopping.aborted) return;
    if (rang && performance.now() - askedAt < beatMs) continue;
    if (!(await beats(telling))) return;
    askedAt = performance.now();
  }
};

/** Resolves to whether the stream may go on. */
const beats = async (telling: Telling): Promise<boolean> => {
  if (!(await isStillAllowed(telling))) return false;
  await telling.out.write(": still here\n\n");
  return true;
};

/** GitHub that does not answer takes nobody's access away: a stream shows nothing. What else goes wrong ends it. */
const isStillAllowed = async ({ context, parts, stream }: Telling): Promise<boolean> => {
  try {
    return (await parts.isSignedIn(context)) && (await stream.mayStill());
  } catch (error) {
    return error instanceof GithubAway || error instanceof RetryLater;
  }
};

type Bell = ReturnType<typeof bell>;

/** Wakes whoever waits for it, also when it rang before. */
const bell = () => {
  let wake: (() => void) | undefined;
  let hasRung = false;
  return {
    ring: (): void => {
      hasRung = true;
      wake?.();
    },
    /** Resolves to whether it rang within so many milliseconds. */
    within: async (ms: number): Promise<boolean> => {
      if (!hasRung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          timer.unref();
          wake = () => {
            clearTimeout(timer);
            resolve();
          };
        });
      }
      const rang = hasRung;
      hasRung = false;
      wake = undefined;
      return rang;
    },
  };
};

/** The address of a page's events: `path` is the page's, and what it shows is of this version or newer. */
export const eventsPath = async (
  { versions }: Pick<LiveParts, "versions">,
  path: string,
  watched: Watched,
): Promise<string> => {
  const version = (await versions.of([watched.key])).get(watched.key);
  const seen = version === undefined ? "" : knownOf(watched, version);
  return `${path}/events?${new URLSearchParams({ seen }).toString()}`;
};

const knownOf = ({ known }: Watched, version: string): string => (known === undefined ? version : known(version));
