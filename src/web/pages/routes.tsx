import { Hono, type Context, type MiddlewareHandler } from "hono";
import { bodyLimit } from "hono/body-limit";
import { csrf } from "hono/csrf";
import { HTTPException } from "hono/http-exception";
import { secureHeaders } from "hono/secure-headers";
import { GithubAway, type SignInWithGithub } from "../../readiness/viewing/ports.ts";
import { RetryLater } from "../../readiness/retry-later.ts";
import type { AddressOf } from "../client-address.ts";
import type { Sealing } from "../session/sealing.ts";
import type { SessionKeeper } from "../session/session.ts";
import { SignedOut } from "../session/signed-out.ts";
import { signInRoutes } from "../session/sign-in.tsx";
import { missing } from "./answers.tsx";
import { assetRoutes, type Assets } from "./assets.ts";
import { deploymentPages, type DeploymentReads } from "./deployment/routes.tsx";
import { homePage } from "./home.tsx";
import type { LiveParts } from "./live/events.ts";
import { Fault, ForgedForm, GithubDoesNotAnswer, NotSignedIn, SignInOff } from "./problems.tsx";
import { myTurnPages, type MyTurnReads } from "./my-turn/routes.tsx";
import { organisationPages, type OrganisationReads } from "./organisation/routes.tsx";
import { procedurePages } from "./procedure/routes.tsx";
import { repositoryPages, type RepositoryReads } from "./repository/routes.tsx";
import { subjectPages, type SubjectReads } from "./subject/routes.tsx";
import type { PageEnv, Visit } from "./visit.ts";

export interface PagesParts {
  readonly assets: Assets;
  /** GitHub's address for people, without a slash at the end. */
  readonly githubUrl: string;
  /** Absent: this server was not given what signing in takes. */
  readonly signIn: SigningIn | undefined;
  /** What the pages are read from. */
  readonly reads: SubjectReads & RepositoryReads & DeploymentReads & MyTurnReads & OrganisationReads;
  /** What keeps pages current while somebody looks. */
  readonly live: Omit<LiveParts, "isSignedIn">;
  readonly now: () => Date;
  readonly warn: (data: object, message: string) => void;
}

/** What signing in takes. */
export interface SigningIn {
  readonly keeper: SessionKeeper;
  readonly github: SignInWithGithub;
  readonly sealing: Sealing;
  /** Where people reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly addressOf: AddressOf;
}

/** All pages. What they throw becomes a page of its own, and what none of them answers is not found. */
export const pagesRoutes = (parts: PagesParts): Hono<PageEnv> => {
  const { signIn, now, assets } = parts;
  const live: LiveParts = {
    ...parts.live,
    isSignedIn: async (context) => (await signIn?.keeper.find(context)) !== undefined,
  };
  const app = new Hono<PageEnv>();
  app.use(secureHeaders(headersFor(signIn?.publicUrl)));
  app.route("/", assetRoutes(assets));
  app.use(unkept, visits(parts));
  if (signIn !== undefined) {
    app.use(bodyLimit({ maxSize: LARGEST_FORM }), csrf({ origin: new URL(signIn.publicUrl).origin }), formsOf(signIn));
    app.route("/", signInRoutes({ ...signIn, now }));
  }
  app.route("/", homePage());
  app.route("/", subjectPages(parts.reads, live));
  app.route("/", repositoryPages(parts.reads, live));
  app.route("/", deploymentPages(parts.reads, live));
  app.route("/", procedurePages(parts.reads));
  app.route("/", myTurnPages(parts.reads, live));
  app.route("/", organisationPages(parts.reads));
  app.all("*", missing);
  app.onError((error, context) => problemPage(parts, error, context));
  return app;
};

/** Bytes; our forms have one field. */
const LARGEST_FORM = 16 * 1024;

/** Two years, as https://hstspreload.org asks for; for this host alone, since others of the domain are none of our business. */
const HSTS = "max-age=63072000";

const headersFor = (publicUrl: string | undefined) => ({
  contentSecurityPolicy: {
    defaultSrc: ["'none'"],
    styleSrc: ["'self'"],
    scriptSrc: ["'self'"],
    imgSrc: ["'self'"],
    connectSrc: ["'self'"],
    formAction: ["'self'"],
    baseUri: ["'none'"],
    frameAncestors: ["'none'"],
  },
  permissionsPolicy: { camera: [], geolocation: [], microphone: [], payment: [], usb: [] },
  // With "no-referrer" browsers would leave the origin of our own forms out as well.
  referrerPolicy: "same-origin",
  strictTransportSecurity: publicUrl?.startsWith("https:") === true ? HSTS : false,
  xFrameOptions: "DENY",
});

/** What a page shows is for one viewer and for now. */
const unkept: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set("cache-control", "no-store");
};

/** Finds out who is looking. */
const visits =
  ({ assets, githubUrl, signIn, now }: PagesParts): MiddlewareHandler<PageEnv> =>
  async (context, next) => {
    const { pathname, search } = new URL(context.req.url);
    const about = {
      assets,
      githubUrl,
      path: `${pathname}${search}`,
      signIn: signIn === undefined ? "off" : "on",
    } as const;
    const visit: Visit = { ...about, viewer: undefined, formToken: "", now: now() };
    context.set("visit", visit);
    const session = await signIn?.keeper.find(context);
    if (session !== undefined && signIn !== undefined) {
      const formToken = signIn.sealing.formToken(session.id);
      context.set("visit", { ...visit, viewer: session.viewer, formToken });
      context.set("sessionId", session.id);
    }
    await next();
  };

/** A form of somebody who is signed in carries the token that only our pages know. */
const formsOf =
  ({ sealing }: SigningIn): MiddlewareHandler<PageEnv> =>
  async (context, next) => {
    const { visit, sessionId } = context.var;
    if (context.req.method !== "POST" || sessionId === undefined) return next();
    const { token } = await context.req.parseBody();
    if (typeof token === "string" && sealing.isFormToken(token, sessionId)) return next();
    return context.html(<ForgedForm visit={visit} />, 403);
  };

const problemPage = (
  { signIn, warn }: PagesParts,
  error: Error,
  context: Context<PageEnv>,
): Response | Promise<Response> => {
  const { visit } = context.var;
  if (error instanceof SignedOut) {
    if (signIn === undefined) return context.html(<SignInOff visit={visit} />, 403);
    signIn.keeper.forget(context);
    return context.html(<NotSignedIn visit={{ ...visit, viewer: undefined }} />, 401);
  }
  if (error instanceof HTTPException) return context.html(<ForgedForm visit={visit} />, error.status);
  if (error instanceof RetryLater) return context.html(<GithubDoesNotAnswer visit={visit} retryAt={error.at} />, 503);
  warn({ err: error }, "a page failed");
  if (error instanceof GithubAway) return context.html(<GithubDoesNotAnswer visit={visit} />, 503);
  return context.html(<Fault visit={visit} />, 500);
};
