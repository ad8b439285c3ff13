import type { OwnComment, Reading } from "../readiness/ports.ts";
import { CHECKLIST_MARKER } from "../report/checklist.ts";
import { STATUS_MARKER } from "../report/status.ts";
import type { CommentNode } from "./connections.ts";
import { personOf } from "./facts.ts";
import type { Gathered } from "./gathered.ts";

/** How our sticky comments are told from each other. A marker alone proves nothing: the author has to be us. */
export const MARKERS = { checklist: CHECKLIST_MARKER, status: STATUS_MARKER } as const;

/** Our comments among what was read: the oldest of each kind stays, any further copy is surplus. */
export const ownComments = (gathered: Gathered, slug: string): Pick<Reading, "checklist" | "status" | "extra"> => {
  const known = (["checklist", "status"] as const).flatMap((kind) => {
    const comment = gathered.comments[kind];
    return comment === undefined ? [] : [ownOf(kind, comment)];
  });
  const found = (gathered.lists.comments ?? []).flatMap((comment) => {
    const kind = kindOf(comment, slug);
    return kind === undefined ? [] : [ownOf(kind, comment)];
  });
  const all = [...known, ...found];
  const checklist = all.find(({ kind }) => kind === "checklist");
  const status = all.find(({ kind }) => kind === "status");
  return {
    ...(checklist === undefined ? {} : { checklist }),
    ...(status === undefined ? {} : { status }),
    extra: all.filter((comment) => comment !== checklist && comment !== status),
  };
};

const kindOf = (comment: CommentNode, slug: string): OwnComment["kind"] | undefined => {
  if (personOf(comment.author)?.login !== `${slug}[bot]`) return undefined;
  return (["checklist", "status"] as const).find((kind) => comment.body.includes(MARKERS[kind]));
};

const ownOf = (kind: OwnComment["kind"], comment: CommentNode): OwnComment => ({
  kind,
  id: comment.fullDatabaseId,
  nodeId: comment.id,
  body: comment.body,
  editor: personOf(comment.editor),
  editedAt: comment.lastEditedAt ?? null,
});
