import { lockDirectory } from "../../src/store/directory-lock.ts";

/** Holds the lock on a directory until it is killed. */
await lockDirectory(process.argv[2] ?? "");
process.stdout.write("locked\n");
setInterval(() => undefined, 60_000);
