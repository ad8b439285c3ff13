import { z } from "zod";
import type { Comments } from "../readiness/ports.ts";
import { isGone } from "./errors.ts";
import { where, type ClientOf } from "./writers.ts";

const Body = z.object({ body: z.string() });

const Created = z.object({ id: z.int(), node_id: z.string() });

/** Comments and reactions by REST. https://docs.github.com/en/rest/issues/comments */
export const commentsOn = (clientOf: ClientOf): Comments => ({
  create: async (subject, body) => {
    const client = await clientOf(subject.installationId);
    const made = await client.write("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
      ...where(subject),
      issue_number: subject.number,
      body,
    });
    const { id, node_id: nodeId } = Created.parse(made);
    return { id: String(id), nodeId };
  },
  text: async (subject, id) => {
    const client = await clientOf(subject.installationId);
    try {
      const found = await client.get("GET /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...where(subject),
        comment_id: Number(id),
      });
      return Body.parse(found).body;
    } catch (error) {
      if (isGone(error)) return undefined;
      throw error;
    }
  },
  update: async (subject, id, body) => {
    const client = await clientOf(subject.installationId);
    return unlessGone(
      client.write("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...where(subject),
        comment_id: Number(id),
        body,
      }),
    );
  },
  remove: async (subject, id) => {
    const client = await clientOf(subject.installationId);
    await unlessGone(
      client.write("DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}", {
        ...where(subject),
        comment_id: Number(id),
      }),
    );
  },
  react: async (subject, id, reaction) => {
    const client = await clientOf(subject.installationId);
    await unlessGone(
      client.write("POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions", {
        ...where(subject),
        comment_id: Number(id),
        content: reaction,
      }),
    );
  },
});

/** False when GitHub says the thing is gone: somebody deleted it meanwhile, which is theirs to do. */
const unlessGone = async (work: Promise<unknown>): Promise<boolean> => {
  try {
    await work;
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
};
