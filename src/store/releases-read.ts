import { sql } from "kysely";
import type { Kysely } from "kysely";
import type { ReleasesRead } from "../readiness/deploy/releases-read.ts";
import type { Tables } from "./schema.ts";
import { toSubject } from "./subjects.ts";

/** Releases as pages ask for them, closed ones as well. */
export const createReleasesRead = (db: Kysely<Tables>): ReleasesRead => ({
  bringing: async (repositoryId, { kind, number }) => {
    const member = JSON.stringify([{ kind, number }]);
    const newest = db
      .selectFrom("subjects")
      .selectAll()
      .where("repository_id", "=", repositoryId)
      .where("kind", "=", "deployment")
      .orderBy("updated_at", "desc")
      .limit(LOOKED_AT);
    const bringing = sql<boolean>`(memory -> 'brought' @> ${member}::jsonb or memory -> 'members' @> ${member}::jsonb)`;
    const query = db.selectFrom(newest.as("newest")).selectAll().where(bringing).orderBy("updated_at", "desc");
    return (await query.limit(MOST).execute()).map(toSubject);
  },
});

/** A repository that deploys all day has had very many, and what was let through long ago is over. */
const LOOKED_AT = 300;
const MOST = 20;
