import { createHash, randomBytes } from "node:crypto";
import { Hono, type Context } from "hono";
import { z } from "zod";
import { createRefusedTries, type RefusedTries } from "../../readiness/refused-tries.ts";
import { TokenRefused, type SignInWithGithub } from "../../readiness/viewing/ports.ts";
import { NotSignedIn } from "../pages/problems.tsx";
import type { PageEnv } from "../pages/visit.ts";
import type { AddressOf } from "../client-address.ts";
import { cookie, type Cookie } from "./cookies.ts";
import { returnTo } from "./return-to.ts";
import type { Sealing } from "./sealing.ts";
import type { SessionKeeper } from "./session.ts";

export interface SignInParts {
  readonly keeper: SessionKeeper;
  readonly github: SignInWithGithub;
  readonly sealing: Sealing;
  /** Where people reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly addressOf: AddressOf;
  readonly now: () => Date;
}

/** GitHub's codes are good for ten minutes. */
const PATIENCE_SECONDS = 600;
const BOUND = "signing in";

/** Codes that GitHub refuses: many of them would get us locked out there. */
const REFUSED_PER_ADDRESS = { most: 30, seconds: 60 };

/** What is remembered, in the browser alone, from leaving for GitHub until coming back. */
const Leaving = z.object({
  state: z.string(),
  verifier: z.string(),
  to: z.string(),
  until: z.number(),
});

/** Signing in with GitHub, and out again. */
export const signInRoutes = (parts: SignInParts): Hono<PageEnv> => {
  const app = new Hono<PageEnv>();
  const secure = parts.publicUrl.startsWith("https:");
  const way: Way = {
    ...parts,
    leaving: cookie({ name: "gatehouse-sign-in", secure, maxAgeSeconds: PATIENCE_SECONDS }),
    redirectUrl: `${parts.publicUrl}${CALLBACK_PATH}`,
    refusedCodes: createRefusedTries(REFUSED_PER_ADDRESS),
  };
  app.get("/sign-in", (context) => leave(way, context));
  app.get(CALLBACK_PATH, (context) => comeBack(way, context));
  app.post("/sign-out", async (context) => {
    await parts.keeper.end(context);
    return context.redirect("/", 303);
  });
  return app;
};

interface Way extends SignInParts {
  readonly leaving: Cookie;
  readonly redirectUrl: string;
  readonly refusedCodes: RefusedTries;
}

type Answer = Response | Promise<Response>;

const leave = ({ github, sealing, leaving, redirectUrl, now }: Way, context: Context<PageEnv>): Answer => {
  const [state, verifier] = [random(), random()];
  const until = now().getTime() + PATIENCE_SECONDS * 1000;
  const left = { state, verifier, to: returnTo(context.req.query("to")), until };
  leaving.write(context, sealing.seal(JSON.stringify(left), BOUND));
  const challenge = createHash("sha256").update(verifier).digest("base64url");
  return context.redirect(github.address({ redirectUrl, state, challenge }), 303);
};

const comeBack = async (way: Way, context: Context<PageEnv>): Promise<Response> => {
  const { keeper, github, sealing, leaving, redirectUrl, refusedCodes, addressOf, now } = way;
  const left = readLeft(sealing, leaving.read(context));
  leaving.clear(context);
  const { code, state } = context.req.query();
  if (left === undefined || state !== left.state || left.until < now().getTime()) return refused(context, STALE);
  if (code === undefined) return refused(context, DECLINED);
  const tried = refusedCodes(addressOf(context));
  if ("waitMs" in tried) return refused(context, TOO_MANY, 429);
  let isRefused = false;
  try {
    const tokens = await github.exchange({ code, verifier: left.verifier, redirectUrl });
    await keeper.begin(context, tokens);
  } catch (error) {
    if (!(error instanceof TokenRefused)) throw error;
    isRefused = true;
    return refused(context, STALE);
  } finally {
    tried.ended(isRefused);
  }
  return context.redirect(left.to, 303);
};

/** Where GitHub sends people back to; `app.yml` names the same path. */
export const CALLBACK_PATH = "/sign-in/callback";

const random = (): string => randomBytes(32).toString("base64url");

const readLeft = (sealing: Sealing, sealed: string | undefined): z.output<typeof Leaving> | undefined => {
  const text = sealed === undefined ? undefined : sealing.open(sealed, BOUND);
  return text === undefined ? undefined : Leaving.parse(JSON.parse(text));
};

const STALE = "This way of signing in is over: it was begun in another browser, too long ago, or used already.";
const DECLINED = "GitHub did not sign you in, because it was not allowed to.";

const TOO_MANY = "Too many ways of signing in failed from your address. Try again in a minute.";

const refused = (context: Context<PageEnv>, why: string, status: 400 | 429 = 400): Answer =>
  context.html(<NotSignedIn visit={{ ...context.var.visit, path: "/" }} why={why} />, status);
