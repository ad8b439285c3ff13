import { Hono, type Context, type MiddlewareHandler } from "hono";
import { secureHeaders } from "hono/secure-headers";
import { answerDeployment, DEPLOYMENT_PATH, type DeploymentsParts } from "./deployments.ts";
import { problem, type ProblemOf } from "./problem.ts";

/** Everything below `/api/v1`. Questions carry tokens: answers are kept by nobody, and scripts of other sites get none. */
export const apiRoutes = (parts: DeploymentsParts): Hono => {
  const app = new Hono();
  app.use("/api/v1/*", unkept, secureHeaders(HEADERS), limited);
  app.get(DEPLOYMENT_PATH, answerDeployment(parts));
  app.all(DEPLOYMENT_PATH, (context) => problem(context, WRONG_METHOD));
  app.all("/api/v1/*", (context) => problem(context, UNKNOWN));
  app.onError((error, context) => {
    parts.warn({ err: error }, "the API failed");
    return problem(context, FAULT);
  });
  return app;
};

const HEADERS = {
  contentSecurityPolicy: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] },
  referrerPolicy: "no-referrer",
  xFrameOptions: "DENY",
};

const unkept: MiddlewareHandler = async (context, next) => {
  await next();
  context.res.headers.set("cache-control", "no-store");
};

/** Characters of an address; no question needs more. */
const LONGEST_URL = 2048;

const limited: MiddlewareHandler = async (context, next) => {
  if (context.req.url.length > LONGEST_URL) return problem(context, TOO_LONG);
  if (hasBody(context)) return problem(context, BODY);
  return next();
};

const hasBody = ({ req }: Context): boolean =>
  req.header("transfer-encoding") !== undefined || Number(req.header("content-length") ?? 0) !== 0;

const WRONG_METHOD: ProblemOf = {
  status: 405,
  code: "method-not-allowed",
  detail: "A question is asked by GET.",
  remedy: "Use GET.",
  headers: { allow: "GET, HEAD" },
};

const UNKNOWN: ProblemOf = {
  status: 404,
  code: "unknown-address",
  detail: "The API has nothing at this address.",
  remedy:
    "Ask at /api/v1/repos/OWNER/NAME/deployments/ENVIRONMENT/SHA, each part percent-encoded: an environment `my env/eu` is `my%20env%2Feu`.",
};

const TOO_LONG: ProblemOf = {
  status: 414,
  code: "address-too-long",
  detail: `The address has more than ${LONGEST_URL} characters.`,
  remedy: "Ask at /api/v1/repos/OWNER/NAME/deployments/ENVIRONMENT/SHA and nothing more.",
};

const BODY: ProblemOf = {
  status: 413,
  code: "unexpected-body",
  detail: "The question came with a body; it has none.",
  remedy: "Send the request without a body.",
  headers: { connection: "close" },
};

const FAULT: ProblemOf = {
  status: 500,
  code: "fault",
  detail: "This is a fault of Gatehouse, and no approval.",
  remedy: "Ask again in a minute; if it stays, please report it.",
};
