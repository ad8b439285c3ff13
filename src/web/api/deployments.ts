import type { Context } from "hono";
import { digestOf } from "../../readiness/deploy/callers.ts";
import type { Gate, Question } from "../../readiness/deploy/gate.ts";
import type { AddressOf } from "../client-address.ts";
import { tokenOf } from "./bearer.ts";
import type { TokenLimit } from "./limits.ts";
import { PENDING_RETRY, pendingOf } from "./pending.ts";
import { problem } from "./problem.ts";
import { questionOf } from "./question.ts";
import { AWAY, refusalOf, STARTING, tooMany } from "./refusals.ts";

/** The path that answers whether a deployment may start. */
export const DEPLOYMENT_PATH = "/api/v1/repos/:owner/:repo/deployments/:environment/:sha";

export interface DeploymentsParts {
  /** Undefined while GitHub has not told yet who we are. */
  readonly gate: () => Gate | undefined;
  readonly tokenLimit: TokenLimit;
  readonly addressOf: AddressOf;
  readonly now: () => Date;
  /** Gets what went wrong; never a token or a header. */
  readonly warn: (data: object, message: string) => void;
}

type Here = Context<object, typeof DEPLOYMENT_PATH>;

/** Answers whether one deployment may start: 200 with a decision that was reached, and with nothing else. */
export const answerDeployment =
  (parts: DeploymentsParts) =>
  async (context: Here): Promise<Response> => {
    const question = questionOf(context.req.param());
    if ("status" in question) return problem(context, question);
    const bearer = tokenOf(context.req.header("authorization"));
    if ("status" in bearer) return problem(context, bearer);
    const wait = await parts.tokenLimit(digestOf(bearer.token));
    if (wait > 0) return problem(context, tooMany(wait));
    try {
      return await ask(parts, { context, question, token: bearer.token });
    } catch (error) {
      parts.warn({ err: error, question }, "a question for a deployment could not be answered");
      return problem(context, AWAY);
    }
  };

interface Asking {
  readonly context: Here;
  readonly question: Question;
  readonly token: string;
}

const ask = async (
  { gate, addressOf, now }: DeploymentsParts,
  { context, question, token }: Asking,
): Promise<Response> => {
  const opened = gate();
  if (opened === undefined) return problem(context, STARTING);
  const reply = await opened.ask({ token, address: addressOf(context) }, question);
  if (reply.kind === "decided") return context.json(reply.answer);
  if (reply.kind === "pending") return context.json(pendingOf(question), 202, { "retry-after": PENDING_RETRY });
  return problem(context, refusalOf(reply, now()));
};
