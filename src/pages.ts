import { createRequire } from "node:module";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Environment } from "./config/environment.ts";
import { packageRoot } from "./config/package-root.ts";
import { signInWithGithub } from "./github/viewing/sign-in.ts";
import { viewerReadsAt } from "./github/viewing/reads.ts";
import { webAddressOf } from "./github/web-address.ts";
import type { Store } from "./store/open-store.ts";
import { createStreams } from "./web/pages/live/streams.ts";
import { createWatching } from "./web/pages/live/watching.ts";
import { readAssets } from "./web/pages/assets.ts";
import type { PagesParts } from "./web/pages/routes.tsx";
import { createSealing } from "./web/session/sealing.ts";
import { createSessions } from "./web/session/session.ts";

/** Scripts of others that pages load, by the names they get there. */
const LIBRARIES = { "idiomorph.js": createRequire(import.meta.url).resolve("idiomorph/dist/idiomorph.min.js") };

interface Parts {
  readonly environment: Pick<Environment, "githubApiUrl" | "signIn">;
  readonly store: Pick<Store, "sessions" | "standings" | "waits" | "ledger" | "published" | "versions">;
  readonly log: Logger;
  readonly now: () => Date;
  /** Aborted when the process ends. */
  readonly stopping: AbortSignal;
}

/** What the pages need to show somebody what they may see. */
export const pagesOf = ({ environment, store, log, now, stopping }: Parts): PagesParts => ({
  assets: readAssets(join(packageRoot(), "assets"), LIBRARIES),
  githubUrl: webAddressOf(environment.githubApiUrl),
  signIn: signInOf({ environment, store, now }),
  reads: store,
  live: liveOn(store, { stopping, warn: (data, message) => log.warn(data, message) }),
  now,
  warn: (data, message) => log.warn(data, message),
});

const liveOn = (
  { versions }: Pick<Store, "versions">,
  { stopping, warn }: Pick<Parts, "stopping"> & Pick<PagesParts, "warn">,
): PagesParts["live"] => ({
  versions,
  watching: createWatching({ versions, warn }),
  streams: createStreams(),
  stopping,
});

const signInOf = ({ environment, store, now }: Pick<Parts, "environment" | "store" | "now">): PagesParts["signIn"] => {
  const { githubApiUrl, signIn } = environment;
  if (signIn === undefined) return undefined;
  const { clientId, clientSecret, sessionSecrets, publicUrl } = signIn;
  const github = signInWithGithub({ clientId, clientSecret, githubApiUrl });
  const sealing = createSealing(sessionSecrets);
  const reads = viewerReadsAt({ githubApiUrl });
  const secure = publicUrl.startsWith("https:");
  return {
    keeper: createSessions({ sessions: store.sessions, github, reads, sealing, secure, now }),
    github,
    sealing,
    publicUrl,
  };
};
