import { pino } from "pino";
import { openStore } from "../../src/store/open-store.ts";

/** Accepts deliveries until it is killed and prints the GUID of each one that it has acknowledged. */
const [dataDir, databaseUrl] = process.argv.slice(2);
const store = await openStore({
  dataDir: dataDir === "" ? undefined : dataDir,
  databaseUrl,
  log: pino({ level: "silent" }),
});
await store.jobs.work({
  evaluate: async (key) => {
    const pending = await store.deliveries.pending(key);
    await store.deliveries.done(
      pending.map(({ guid }) => guid),
      key,
    );
    process.stdout.write(`done ${pending.map(({ guid }) => guid).join(" ")}\n`);
  },
  repository: async () => undefined,
  wake: async () => undefined,
  aside: async () => undefined,
});
process.stdout.write("ready\n");
for (let number = 0; ; number += 1) {
  const guid = `child-${process.pid}-${number}`;
  await store.deliveries.accept({
    guid,
    event: "pull_request",
    payload: { number },
    receivedAt: new Date(),
    subjects: [`repo:1/pull:${number % 7}`],
  });
  process.stdout.write(`accepted ${guid}\n`);
}
