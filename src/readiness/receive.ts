import { forgetIssueProcedures } from "./issue-procedures.ts";
import { changesOfPeople, type PeopleChange } from "./people.ts";
import type { Change } from "./change.ts";
import { concernedBy, type Followed } from "./concerned.ts";
import type { Inbox } from "./inbox.ts";

interface Receiving {
  readonly inbox: Inbox;
  readonly subjects: Followed;
}

/** What was done with a delivery: `kept` is durable, `ignored` can't matter to anyone. */
export type Received = "kept" | "ignored";

interface Delivery {
  readonly guid: string;
  readonly changes: readonly Change[];
  readonly people?: PeopleChange | undefined;
  readonly receivedAt: Date;
}

/** Commits a delivery with the jobs it causes, before GitHub is answered. Calls GitHub never. */
export const receive = async ({ inbox, subjects }: Receiving, delivery: Delivery): Promise<Received> => {
  const { people } = delivery;
  const changes = [...delivery.changes, ...(people === undefined ? [] : await changesOfPeople(people, subjects))];
  const [first] = changes;
  if (first === undefined) return "ignored";
  for (const change of changes) await forgetIssueProcedures(subjects, change, delivery.receivedAt);
  const concerned = await Promise.all(changes.map((change) => concernedBy(change, subjects)));
  const keys = concerned.flatMap((one) => one.keys);
  if (keys.length === 0) return "ignored";
  await inbox.accept({
    guid: delivery.guid,
    event: first.event,
    ...(first.action === null ? {} : { action: first.action }),
    installationId: first.installationId,
    repositoryId: first.repository.id,
    owner: first.repository.owner,
    name: first.repository.name,
    payload: concerned.map(({ change }) => change),
    receivedAt: delivery.receivedAt,
    subjects: [...new Set(keys)],
  });
  return "kept";
};
