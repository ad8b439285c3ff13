import type { Account, Edit } from "../world/model.ts";
import type { World } from "../world/world.ts";

interface Editable {
  readonly author: Account;
  readonly createdAt: Date;
  readonly edits: Edit[];
  body: string | null;
  updatedAt: Date;
  lastEditedAt: Date | null;
  editor: Account | null;
}

/** Replaces a text and keeps its history: GitHub's list begins with the text as it was written. */
export function rewrite(world: World, thing: Editable, change: { by: Account; body: string | null }): void {
  const now = world.now();
  const entry = (editor: Account, editedAt: Date, diff: string): Edit => ({
    kind: "UserContentEdit",
    nodeId: world.ids.next("edit").nodeId,
    editor,
    editedAt,
    diff,
  });
  if (thing.edits.length === 0) thing.edits.push(entry(thing.author, thing.createdAt, thing.body ?? ""));
  thing.edits.push(entry(change.by, now, change.body ?? ""));
  Object.assign(thing, { body: change.body, editor: change.by, lastEditedAt: now, updatedAt: now });
}

export const written = (author: Account, now: Date) => ({
  author,
  createdAt: now,
  updatedAt: now,
  edits: [],
  lastEditedAt: null,
  editor: null,
});
