import { openStore } from "../../src/store/open-store.ts";
import { delivery, silent } from "./databases.ts";

/** A process that begins a turn and never ends it. Says `busy` when it has begun, and `slow` when the turn has left its place. */

const [databaseUrl] = process.argv.slice(2);
const store = await openStore({ databaseUrl, log: silent });
await store.jobs.work({
  evaluate: async () => {
    process.stdout.write("busy\n");
    await new Promise(() => undefined);
  },
  repository: async () => undefined,
  wake: async () => undefined,
  aside: async () => undefined,
});
setInterval(() => {
  if (store.jobs.goingOn() > 0) process.stdout.write("slow\n");
}, 50);
await store.deliveries.accept(delivery({ subjects: ["repo:1/pull:1"] }));
