import type { Comments, SubjectRef } from "../readiness/ports.ts";
import type { Client } from "./client.ts";
import { GithubError, isGone } from "./errors.ts";
import { where, type ClientOf } from "./writers.ts";

type Update = Comments["update"];

interface Asked {
  readonly comment: Parameters<Update>[1];
  readonly body: string;
  readonly resolve: (isThere: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Rewrites comments. What is asked for of one subject in the same moment goes to GitHub in one call, because checklist and status mostly
 * change together. Where that call is refused each is rewritten by itself: doing it twice changes nothing.
 */
export const updatesOn = (clientOf: ClientOf): Update => {
  const waiting = new Map<string, Asked[]>();
  return (subject, comment, body) =>
    new Promise((resolve, reject) => {
      const asked = { comment, body, resolve, reject };
      const others = waiting.get(subject.key);
      if (others !== undefined) return void others.push(asked);
      const all = [asked];
      waiting.set(subject.key, all);
      setImmediate(() => {
        waiting.delete(subject.key);
        void rewrite(clientOf, subject, all);
      });
    });
};

const rewrite = async (clientOf: ClientOf, subject: SubjectRef, all: readonly Asked[]): Promise<void> => {
  try {
    const client = await clientOf(subject.installationId);
    const done = (await rewrittenAtOnce(client, all)) ?? all.map((asked) => rewritten(client, subject, asked));
    for (const [index, { resolve, reject }] of all.entries())
      Promise.resolve(done[index] ?? false).then(resolve, reject);
  } catch (error) {
    for (const { reject } of all) reject(error);
  }
};

/** https://docs.github.com/en/rest/issues/comments#update-an-issue-comment */
const rewritten = async (client: Client, subject: SubjectRef, { comment: { id }, body }: Asked): Promise<boolean> => {
  try {
    await client.write("PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}", {
      ...where(subject),
      comment_id: Number(id),
      body,
    });
    return true;
  } catch (error) {
    if (isGone(error)) return false;
    throw error;
  }
};

/** Undefined where it has to be done one by one. https://docs.github.com/en/graphql/reference/mutations#updateissuecomment */
const rewrittenAtOnce = async (client: Client, all: readonly Asked[]): Promise<readonly boolean[] | undefined> => {
  const inputs = all.flatMap(({ comment: { nodeId }, body }) => (nodeId === undefined ? [] : [{ id: nodeId, body }]));
  if (inputs.length < Math.max(2, all.length)) return undefined;
  const aliases = inputs.map((_input, index) => `comment${index}`);
  const declared = aliases.map((alias) => `$${alias}: UpdateIssueCommentInput!`).join(", ");
  const changes = aliases.map((alias) => `${alias}: updateIssueComment(input: $${alias}) { issueComment { id } }`);
  try {
    const { data } = await client.change(
      `mutation Comments(${declared}) {\n${changes.join("\n")}\n}`,
      Object.fromEntries(inputs.map((input, index) => [`comment${index}`, input])),
    );
    return aliases.map((alias) => data[alias] != null);
  } catch (error) {
    if (error instanceof GithubError && error.status === 200) return undefined;
    throw error;
  }
};
