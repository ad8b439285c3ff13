import { z } from "zod";
import type { Comments, SubjectRef } from "../readiness/ports.ts";
import { updatesOn } from "./comment-updates.ts";
import { isGone } from "./errors.ts";
import { personOf } from "./facts.ts";
import { where, type ClientOf } from "./writers.ts";

const READ = "GET /repos/{owner}/{repo}/issues/comments/{comment_id}";
const REMOVE = "DELETE /repos/{owner}/{repo}/issues/comments/{comment_id}";
const REACT = "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions";

/** Comments and reactions by REST. https://docs.github.com/en/rest/issues/comments */
export const commentsOn = (clientOf: ClientOf): Comments => {
  const write = async (subject: SubjectRef, route: string, parameters: object): Promise<unknown> => {
    const client = await clientOf(subject.installationId);
    return unlessGone(client.write(route, { ...where(subject), ...parameters }));
  };
  return {
    create: async (subject, body) => createdOf(await created(clientOf, subject, body)),
    edits: (subject, nodeId) => editsOf(clientOf, subject, nodeId),
    find: (subject, text) => commentHolding(clientOf, subject, text),
    text: (subject, id) => textOf(clientOf, subject, id),
    update: updatesOn(clientOf),
    remove: async (subject, id) => {
      await write(subject, REMOVE, comment(id));
    },
    react: async (subject, id, content) => {
      await write(subject, REACT, { ...comment(id), content });
    },
  };
};

const comment = (id: string) => ({ comment_id: Number(id) });

const created = async (clientOf: ClientOf, subject: SubjectRef, body: string): Promise<unknown> => {
  const client = await clientOf(subject.installationId);
  return client.write("POST /repos/{owner}/{repo}/issues/{issue_number}/comments", {
    ...where(subject),
    issue_number: subject.number,
    body,
  });
};

const EDITS_QUERY = `query Edits($id: ID!) {
  node(id: $id) { ... on IssueComment { userContentEdits(first: 100) { nodes { editedAt editor { __typename login } } } } }
}`;

const Edited = z.object({
  userContentEdits: z
    .object({
      nodes: z.array(
        z.object({
          editedAt: z.string(),
          editor: z.object({ __typename: z.string().optional(), login: z.string() }).nullish(),
        }),
      ),
    })
    .nullish(),
});

/** https://docs.github.com/en/graphql/reference/objects#usercontentedit */
const editsOf = async (clientOf: ClientOf, subject: SubjectRef, nodeId: string) => {
  const client = await clientOf(subject.installationId);
  const { data } = await client.query(EDITS_QUERY, { id: nodeId });
  const edited = Edited.safeParse(data["node"]);
  const nodes = edited.success ? (edited.data.userContentEdits?.nodes ?? []) : [];
  return nodes
    .map(({ editedAt: at, editor }) => ({ by: personOf(editor), at }))
    .toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at));
};

const Listed = z.array(
  z.object({
    id: z.int(),
    body: z.string().nullish(),
    performed_via_github_app: z.object({ id: z.int() }).nullish(),
  }),
);

const PAGE = 100;

const commentHolding = async (clientOf: ClientOf, subject: SubjectRef, text: string): Promise<string | undefined> => {
  const client = await clientOf(subject.installationId);
  for (let page = 1; ; page += 1) {
    const comments = Listed.parse(
      await client.get("GET /repos/{owner}/{repo}/issues/{issue_number}/comments", {
        ...where(subject),
        issue_number: subject.number,
        per_page: PAGE,
        page,
      }),
    );
    const own = comments.find(
      ({ body, performed_via_github_app: app }) => app?.id === client.appId && body?.includes(text) === true,
    );
    if (own !== undefined || comments.length < PAGE) return own === undefined ? undefined : String(own.id);
  }
};

const Created = z.object({ id: z.int(), node_id: z.string() });

const createdOf = (made: unknown): { readonly id: string; readonly nodeId: string } => {
  const { id, node_id: nodeId } = Created.parse(made);
  return { id: String(id), nodeId };
};

const Text = z.object({ body: z.string() });

const textOf = async (clientOf: ClientOf, subject: SubjectRef, id: string): Promise<string | undefined> => {
  const client = await clientOf(subject.installationId);
  const found = await unlessGone(client.get(READ, { ...where(subject), ...comment(id) }));
  return found === GONE ? undefined : Text.parse(found).body;
};

const GONE = Symbol("gone");

/** Tells that GitHub says the thing is gone: somebody deleted it meanwhile, which is theirs to do. */
const unlessGone = async (work: Promise<unknown>): Promise<unknown> => {
  try {
    return await work;
  } catch (error) {
    if (isGone(error)) return GONE;
    throw error;
  }
};
