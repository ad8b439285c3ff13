import type { Kysely } from "kysely";
import { z } from "zod";
import type { IncomingDelivery } from "./deliveries.ts";
import { insertion, keysOf, openKeys } from "./incoming.ts";
import type { Pipeline } from "./pipeline.ts";
import { queueOf, TURNS } from "./queue.ts";
import type { Queue } from "./queue.ts";
import type { Tables } from "./schema.ts";

interface Inbox {
  readonly db: Kysely<Tables>;
  readonly queue: Queue;
  readonly pipeline: Pipeline;
}

interface Accepted {
  readonly accepted: boolean;
}

const Guids = z.array(z.object({ guid: z.string() }));
const Held = z.array(z.object({ key: z.string() }));

/**
 * Writes deliveries and their jobs in one transaction and one round trip. What that could not settle is seen to before anybody is
 * answered: of what came before, whether it is done, and a job for those whose run began meanwhile, too early to see these. Should the process end
 * in between, GitHub was told nothing and sends them again, and whoever starts next gives a job to all that is not done.
 */
export const acceptAtOnce = async (
  { db, queue, pipeline }: Inbox,
  crowd: readonly IncomingDelivery[],
): Promise<readonly Accepted[]> => {
  const keys = crowd.flatMap(keysOf);
  const jobs = await Promise.all(
    TURNS.map((name) =>
      queue.sending(
        name,
        keys.filter((key) => queueOf(key) === name),
      ),
    ),
  );
  const [added = [], ...answers] = await pipeline.transaction([insertion(crowd).compile(db), ...jobs.flat()]);
  const held = new Set(
    answers
      .filter((_rows, index) => index % 2 === 1)
      .flatMap((rows) => Held.parse(rows))
      .map(({ key }) => key),
  );
  const isNew = new Set(Guids.parse(added).map(({ guid }) => guid));
  const unfinished = await openKeys(
    db,
    crowd.map(({ guid }) => guid).filter((guid) => !isNew.has(guid)),
  );
  const lacking = [...keys.filter((key) => !held.has(key)), ...[...unfinished.values()].flat()];
  for (const name of TURNS)
    await queue.send(
      name,
      lacking.filter((key) => queueOf(key) === name),
    );
  return crowd.map(({ guid }) => ({ accepted: isNew.has(guid) || unfinished.has(guid) }));
};
