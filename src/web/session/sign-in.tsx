import { createHash, randomBytes } from "node:crypto";
import { Hono, type Context } from "hono";
import { z } from "zod";
import { TokenRefused, type SignInWithGithub } from "../../readiness/viewing/ports.ts";
import { NotSignedIn } from "../pages/problems.tsx";
import type { PageEnv } from "../pages/visit.ts";
import { cookie } from "./cookies.ts";
import { returnTo } from "./return-to.ts";
import type { Sealing } from "./sealing.ts";
import type { SessionKeeper } from "./session.ts";

export interface SignInParts {
  readonly keeper: SessionKeeper;
  readonly github: SignInWithGithub;
  readonly sealing: Sealing;
  /** Where people reach us, without a slash at the end. */
  readonly publicUrl: string;
  readonly now: () => Date;
}

/** GitHub's codes are good for ten minutes. */
const PATIENCE_SECONDS = 600;
const BOUND = "signing in";

/** What is remembered, in the browser alone, from leaving for GitHub until coming back. */
const Leaving = z.object({
  state: z.string(),
  verifier: z.string(),
  to: z.string(),
  until: z.number(),
});

/** Signing in with GitHub, and out again. */
export const signInRoutes = (parts: SignInParts): Hono<PageEnv> => {
  const { keeper, github, sealing, publicUrl, now } = parts;
  const app = new Hono<PageEnv>();
  const secure = publicUrl.startsWith("https:");
  const leaving = cookie({ name: "gatehouse-sign-in", secure, maxAgeSeconds: PATIENCE_SECONDS });
  const redirectUrl = `${publicUrl}${CALLBACK_PATH}`;
  app.get("/sign-in", (context) => {
    const [state, verifier] = [random(), random()];
    const left = {
      state,
      verifier,
      to: returnTo(context.req.query("to")),
      until: now().getTime() + PATIENCE_SECONDS * 1000,
    };
    leaving.write(context, sealing.seal(JSON.stringify(left), BOUND));
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    return context.redirect(github.address({ redirectUrl, state, challenge }), 303);
  });
  app.get(CALLBACK_PATH, async (context) => {
    const left = readLeft(sealing, leaving.read(context));
    leaving.clear(context);
    const { code, state } = context.req.query();
    if (left === undefined || state !== left.state || left.until < now().getTime()) return refused(context, STALE);
    if (code === undefined) return refused(context, DECLINED);
    try {
      const tokens = await github.exchange({ code, verifier: left.verifier, redirectUrl });
      await keeper.begin(context, tokens);
    } catch (error) {
      if (error instanceof TokenRefused) return refused(context, STALE);
      throw error;
    }
    return context.redirect(left.to, 303);
  });
  app.post("/sign-out", async (context) => {
    await keeper.end(context);
    return context.redirect("/", 303);
  });
  return app;
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

const refused = (context: Context<PageEnv>, why: string): Response | Promise<Response> =>
  context.html(<NotSignedIn visit={{ ...context.var.visit, path: "/" }} why={why} />, 400);
