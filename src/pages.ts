import { join } from "node:path";
import type { Logger } from "pino";
import type { Environment } from "./config/environment.ts";
import { packageRoot } from "./config/package-root.ts";
import { signInWithGithub } from "./github/viewing/sign-in.ts";
import { viewerReadsAt } from "./github/viewing/reads.ts";
import { webAddressOf } from "./github/web-address.ts";
import type { Store } from "./store/open-store.ts";
import { readAssets } from "./web/pages/assets.ts";
import type { PagesParts } from "./web/pages/routes.tsx";
import { createSealing } from "./web/session/sealing.ts";
import { createSessions } from "./web/session/session.ts";

interface Parts {
  readonly environment: Pick<Environment, "githubApiUrl" | "signIn">;
  readonly store: Pick<Store, "sessions" | "standings" | "ledger" | "published">;
  readonly log: Logger;
  readonly now: () => Date;
}

/** What the pages need to show somebody what they may see. */
export const pagesOf = ({ environment, store, log, now }: Parts): PagesParts => ({
  assets: readAssets(join(packageRoot(), "assets")),
  githubUrl: webAddressOf(environment.githubApiUrl),
  signIn: signInOf({ environment, store, now }),
  reads: store,
  now,
  warn: (data, message) => log.warn(data, message),
});

const signInOf = ({ environment, store, now }: Omit<Parts, "log">): PagesParts["signIn"] => {
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
