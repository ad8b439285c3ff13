import { openStore } from "../../src/store/open-store.ts";
import { delivery, silent } from "./databases.ts";

/** A process that starts when it is told to, together with others: says `loaded`, waits, opens the store, keeps a delivery and ends. */

const [databaseUrl, guid = ""] = process.argv.slice(2);
const run = async (): Promise<void> => {
  const store = await openStore({ databaseUrl, log: silent });
  await store.deliveries.accept(delivery({ guid }));
  await store.close();
};

process.stdout.write("loaded\n");
process.stdin.once("data", () => {
  run().then(
    () => process.exit(0),
    (error: unknown) => {
      process.stderr.write(`${error instanceof Error ? (error.stack ?? "") : String(error)}\n`);
      process.exit(1);
    },
  );
});
