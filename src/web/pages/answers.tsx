import type { Context } from "hono";
import type { ReadableRepository } from "../../readiness/viewing/ports.ts";
import { SignedOut } from "../session/signed-out.ts";
import { NotFound } from "./problems.tsx";
import type { PageEnv, Visit } from "./visit.ts";

/** The answer for what is not there, or not for this viewer. */
export const missing = (context: Context<PageEnv>): Response | Promise<Response> =>
  context.html(<NotFound visit={context.var.visit} />, 404);

/** The viewer; throws `SignedOut` where nobody is signed in, which asks to sign in. */
export const viewerOf = ({ var: { visit } }: Context<PageEnv>): NonNullable<Visit["viewer"]> => {
  if (visit.viewer === undefined) throw new SignedOut();
  return visit.viewer;
};

/** The repository that the address names by `:owner` and `:name`, if the viewer can read it. Throws as `viewerOf` does. */
export const repositoryIn = (context: Context<PageEnv>): Promise<ReadableRepository | undefined> =>
  viewerOf(context).readable(context.req.param("owner") ?? "", context.req.param("name") ?? "");

/** Whether the viewer can still read that repository, and the address means no other by now: names can be taken. Throws as `viewerOf` does. */
export const isStillReadable = async (
  context: Context<PageEnv>,
  { repositoryId }: Pick<ReadableRepository, "repositoryId">,
): Promise<boolean> => (await repositoryIn(context))?.repositoryId === repositoryId;
