import { sql } from "kysely";
import type { Kysely, RawBuilder } from "kysely";
import type { IncomingDelivery } from "./deliveries.ts";
import { jsonText } from "./json-text.ts";
import { installationKey, repositoryKey } from "./keys.ts";
import type { SubjectKey } from "./keys.ts";
import type { Tables } from "./schema.ts";

/** Both tables in one statement, because this is on the way to the answer GitHub waits for; in order of arrival. Answers the GUIDs that are new. */
export const insertion = (crowd: readonly IncomingDelivery[]): RawBuilder<{ guid: string }> => sql`
    with told as (
      select * from rows from (jsonb_to_recordset(${jsonText(crowd.map(toRow))}::jsonb) as (
        guid text, event text, action text, installation_id bigint, repository_id bigint, owner text, name text, sender jsonb,
        payload jsonb, received_at timestamptz, traceparent text, keys jsonb
      )) with ordinality as told (guid, event, action, installation_id, repository_id, owner, name, sender, payload, received_at, traceparent, keys, place)
    ), added as (
      insert into deliveries (guid, event, action, installation_id, repository_id, owner, name, sender, payload, received_at, traceparent)
      select guid, event, action, installation_id, repository_id, owner, name, sender, coalesce(payload, 'null'), received_at, traceparent
      from told order by place
      on conflict (guid) do nothing
      returning id, guid
    ), concerned as (
      insert into delivery_subjects (delivery_id, subject_key)
      select distinct added.id, subject_key
      from added join told using (guid), jsonb_array_elements_text(told.keys) as subject_key
    )
    select guid from added
  `;

function toRow(delivery: IncomingDelivery) {
  return {
    guid: delivery.guid,
    event: delivery.event,
    action: delivery.action,
    installation_id: delivery.installationId,
    repository_id: delivery.repositoryId,
    owner: delivery.owner,
    name: delivery.name,
    sender: delivery.sender,
    payload: delivery.payload,
    received_at: delivery.receivedAt,
    traceparent: delivery.traceparent,
    keys: keysOf(delivery),
  };
}

/** Whom it concerns. */
export function keysOf(delivery: IncomingDelivery): SubjectKey[] {
  const wide = delivery.repositoryWide === true ? wholeOf(delivery) : [];
  return [...new Set([...delivery.subjects, ...wide])];
}

function wholeOf({ repositoryId, installationId }: IncomingDelivery): SubjectKey[] {
  if (repositoryId !== undefined) return [repositoryKey(repositoryId)];
  return installationId === undefined ? [] : [installationKey(installationId)];
}

/** Of these GUIDs, those that are not done for everyone, with whom they still concern. */
export async function openKeys(
  db: Kysely<Tables>,
  guids: readonly string[],
): Promise<ReadonlyMap<string, readonly SubjectKey[]>> {
  if (guids.length === 0) return new Map();
  const rows = await db
    .selectFrom("delivery_subjects")
    .innerJoin("deliveries", "deliveries.id", "delivery_subjects.delivery_id")
    .select(["guid", sql<SubjectKey[]>`array_agg(subject_key)`.as("keys")])
    .where("guid", "=", sql<string>`any(${sql.val(guids)}::text[])`)
    .where("processed_at", "is", null)
    .groupBy("guid")
    .execute();
  return new Map(rows.map(({ guid, keys }) => [guid, keys]));
}
