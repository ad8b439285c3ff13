import { sql } from "kysely";
import type { Kysely, Selectable } from "kysely";
import type { PublishedItem as Written } from "../readiness/publish.ts";
import type { SubjectKey } from "./keys.ts";
import type { Tables } from "./schema.ts";

/** What the use case remembers of its writing, and the written text for whoever wants to keep it, too. */
export interface PublishedItem extends Written {
  readonly body?: string | undefined;
}

export interface Published {
  get(subjectKey: SubjectKey): Promise<readonly PublishedItem[]>;
  /** Adds or replaces by subject, kind, name and commit. */
  put(item: PublishedItem): Promise<void>;
}

export function createPublished(db: Kysely<Tables>): Published {
  return {
    async get(subjectKey) {
      const query = db.selectFrom("published").selectAll().where("subject_key", "=", subjectKey);
      const rows = await query.orderBy("updated_at").orderBy("kind").orderBy("name").execute();
      return rows.map((row) => ({ ...toItem(row), body: row.body ?? undefined }));
    },
    put: (item) => put(db, item),
  };
}

/** What is remembered of it, without the text. */
export const toItem = (row: Omit<Selectable<Tables["published"]>, "body" | "updated_at">): Written => ({
  subjectKey: row.subject_key,
  kind: toKind(row.kind),
  name: row.name,
  headSha: row.head_sha === "" ? undefined : row.head_sha,
  remoteId: row.remote_id,
  nodeId: row.node_id ?? undefined,
  digest: row.digest,
});

async function put(db: Kysely<Tables>, item: PublishedItem): Promise<void> {
  const content = {
    remote_id: item.remoteId,
    node_id: item.nodeId ?? null,
    digest: item.digest,
    body: item.body?.replaceAll("\0", "\u{FFFD}") ?? null,
  };
  await db
    .insertInto("published")
    .values({
      subject_key: item.subjectKey,
      kind: item.kind,
      name: item.name,
      head_sha: item.headSha ?? "",
      ...content,
    })
    .onConflict((conflict) =>
      conflict.columns(["subject_key", "kind", "name", "head_sha"]).doUpdateSet({ ...content, updated_at: sql`now()` }),
    )
    .execute();
}

const KINDS = [
  "check",
  "checklist",
  "status",
  "answer",
  "follow-up",
  "rollback",
  "report",
  "reminder",
  "welcome",
] as const;

function toKind(kind: string): PublishedItem["kind"] {
  const known = KINDS.find((one) => one === kind);
  if (known === undefined) throw new Error(`published.kind holds "${kind}", expected one of ${KINDS.join(", ")}`);
  return known;
}
