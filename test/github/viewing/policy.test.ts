import { expect, test } from "@jest/globals";
import { policyReaderOn, type PolicyReaderParts } from "../../../src/github/viewing/policy.ts";

const repository = { repositoryId: 5, owner: "acme", name: "shop" };

/** A reader whose every part can be replaced; GitHub is not reached. */
const readerOf = (parts: Partial<PolicyReaderParts>) => {
  const seen = { now: new Date("2026-03-02T09:00:00Z"), asked: 0, warned: [] as string[] };
  const reader = policyReaderOn({
    clientOf: () => Promise.reject(new Error("GitHub is away")),
    installation: () => {
      seen.asked += 1;
      return Promise.resolve(7);
    },
    policyOf: () => ({ state: "none" }),
    organisations: {
      hasConfig: () => Promise.resolve(false),
      lockedNothing: () => Promise.resolve(false),
      note: () => Promise.resolve(),
    },
    now: () => seen.now,
    warn: (_, message) => void seen.warned.push(message),
    ...parts,
  });
  return { reader, seen };
};

test("where the App is not installed, or GitHub is away, nothing is known, and the page goes on", async () => {
  const { reader, seen } = readerOf({});
  expect(await reader.read(repository)).toEqual({ state: "unknown" });
  expect(seen.warned).toEqual(["a page could not read the policy"]);
  const missing = readerOf({ installation: () => Promise.resolve(undefined) });
  expect(await missing.reader.read(repository)).toEqual({ state: "unknown" });
  expect(missing.seen.warned).toEqual([]);
});

test("what failed is asked again some seconds later, not at every look", async () => {
  const { reader, seen } = readerOf({});
  await reader.read(repository);
  await reader.read(repository);
  expect(seen.asked).toBe(1);
  seen.now = new Date(seen.now.getTime() + 5001);
  await reader.read(repository);
  expect(seen.asked).toBe(2);
});
