import { openStore } from "../../src/store/open-store.ts";
import { delivery, silent } from "./databases.ts";

/** A process that begins the turn of a key and never ends it. Says `busy` when it has begun, and `slow` when the turn has left its place. */

const [databaseUrl, key = ""] = process.argv.slice(2);
const store = await openStore({ databaseUrl, log: silent });
const hold = async (): Promise<void> => {
  process.stdout.write("busy\n");
  await new Promise(() => undefined);
};
await store.jobs.work({ evaluate: hold, repository: async () => undefined, wake: async () => undefined, aside: hold });
setInterval(() => {
  if (store.jobs.goingOn() > 0) process.stdout.write("slow\n");
}, 50);
await store.deliveries.accept(delivery({ subjects: [key] }));
