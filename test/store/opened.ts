import { afterAll, beforeAll } from "@jest/globals";
import { openStore, type Store } from "../../src/store/open-store.ts";
import { silent, type Databases } from "./databases.ts";

/** What the tests of a `describe` share. Both throw before they have begun. */
interface Opened {
  /** The store that is open all the while. */
  readonly store: () => Store;
  /** Places for further ones. */
  readonly create: Databases["create"];
}

/** Opens a store on a new database before the tests of the `describe` that this is called in, and closes it after them. */
export const opened = (start: () => Promise<Databases>): Opened => {
  let databases: Databases | undefined;
  let store: Store | undefined;
  beforeAll(async () => {
    databases = await start();
    store = await openStore({ ...(await databases.create()), log: silent });
  });
  afterAll(async () => {
    await store?.close();
    await databases?.stop();
  });
  return { store: () => there(store), create: () => there(databases).create() };
};

const there = <Part>(part: Part | undefined): Part => {
  if (part === undefined) throw new Error("no test has begun");
  return part;
};
