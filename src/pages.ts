import { createRequire } from "node:module";
import { join } from "node:path";
import type { Logger } from "pino";
import type { Probot } from "probot";
import { readBuiltins } from "./config/builtins.ts";
import type { Environment } from "./config/environment.ts";
import { packageRoot } from "./config/package-root.ts";
import { installationOf } from "./github/installation-of.ts";
import { policyReaderOn } from "./github/viewing/policy.ts";
import { signInWithGithub } from "./github/viewing/sign-in.ts";
import { viewerReadsAt } from "./github/viewing/reads.ts";
import { webAddressOf } from "./github/web-address.ts";
import type { ClientOf } from "./github/writers.ts";
import { policyOf } from "./readiness/policy-of.ts";
import type { PolicyReader } from "./readiness/viewing/policy.ts";
import type { Store } from "./store/open-store.ts";
import type { AddressOf } from "./web/client-address.ts";
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
  readonly store: Store;
  readonly probot: Probot;
  readonly clientOf: ClientOf;
  readonly addressOf: AddressOf;
  /** Watches what is asked of GitHub in a viewer's name. */
  readonly watched: (call: typeof fetch) => typeof fetch;
  readonly log: Logger;
  readonly now: () => Date;
  /** Aborted when the process ends. */
  readonly stopping: AbortSignal;
}

/** What the pages need to show somebody what they may see. */
export const pagesOf = (parts: Parts): PagesParts => {
  const { store, log, now, stopping } = parts;
  const warn = (data: object, message: string): void => log.warn(data, message);
  return {
    assets: readAssets(join(packageRoot(), "assets"), LIBRARIES),
    githubUrl: webAddressOf(parts.environment.githubApiUrl),
    signIn: signInOf(parts),
    reads: { ...store, policies: policiesOn(parts, warn) },
    live: liveOn(store, { stopping, warn }),
    now,
    warn,
  };
};

const policiesOn = ({ probot, clientOf, store, now }: Parts, warn: PagesParts["warn"]): PolicyReader => {
  const builtins = readBuiltins();
  return policyReaderOn({
    clientOf,
    installation: (repository) => installationOf(probot, repository),
    policyOf: (files, { owner, name, url }) =>
      policyOf({ files, owner, name, url, builtin: (id) => builtins.get(id)?.text }),
    organisations: store.organisations,
    now,
    warn,
  });
};

const liveOn = (
  { versions }: Pick<Store, "versions">,
  { stopping, warn }: Pick<Parts, "stopping"> & Pick<PagesParts, "warn">,
): PagesParts["live"] => ({
  versions,
  watching: createWatching({ versions, warn }),
  streams: createStreams(),
  stopping,
});

const signInOf = ({ environment, store, addressOf, watched, now }: Parts): PagesParts["signIn"] => {
  const { githubApiUrl, signIn } = environment;
  if (signIn === undefined) return undefined;
  const { clientId, clientSecret, sessionSecrets, publicUrl } = signIn;
  const github = signInWithGithub({ clientId, clientSecret, githubApiUrl, watched });
  const sealing = createSealing(sessionSecrets);
  const reads = viewerReadsAt({ githubApiUrl, watched });
  const secure = publicUrl.startsWith("https:");
  return {
    keeper: createSessions({ sessions: store.sessions, github, reads, sealing, secure, now }),
    github,
    sealing,
    publicUrl,
    addressOf,
  };
};
