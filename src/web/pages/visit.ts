import type { Viewer } from "../session/viewer.ts";
import type { Assets } from "./assets.ts";

/** What a page is told of the request that it answers. */
export interface Visit {
  /** Absent: nobody is signed in. */
  readonly viewer: Viewer | undefined;
  /** Whether this server has what signing in takes. */
  readonly signIn: "on" | "off";
  /** The page's own path with its query: where to come back to after signing in. */
  readonly path: string;
  /** Goes into every form as the hidden field `token`; empty where nobody is signed in. */
  readonly formToken: string;
  readonly assets: Assets;
  /** GitHub's address for people, without a slash at the end: `https://github.com`. */
  readonly githubUrl: string;
  readonly now: Date;
}

/** The environment of every page's handlers: `context.var.visit`. */
export interface PageEnv {
  Variables: { visit: Visit; sessionId: string | undefined };
}
