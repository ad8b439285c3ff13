import { describe, expect, test } from "@jest/globals";
import { createPrecedence, type Precedence } from "../src/precedence.ts";

/** Long enough that no test ends by it. */
const LONG_MS = 60_000;

/** Something that is taken until it is let go. */
const held = () => {
  const ends: (() => void)[] = [];
  const take = (): Promise<void> => new Promise((resolve) => void ends.push(resolve));
  return { take, end: () => ends.splice(0).forEach((end) => end()) };
};

const isDone = async (work: Promise<void>): Promise<boolean> => {
  const pending = Symbol("pending");
  const round = new Promise((resolve) => setImmediate(() => setImmediate(() => resolve(pending))));
  return (await Promise.race([work, round])) !== pending;
};

/** Resolves when work begins that yields to deliveries. */
const quiet = ({ yielding }: Precedence): Promise<void> => yielding(() => Promise.resolve())();

describe("turns begin", () => {
  test("at once where no delivery is being taken", async () => {
    expect(await isDone(quiet(createPrecedence(LONG_MS)))).toBe(true);
  });

  test("when the last delivery is taken", async () => {
    const precedence = createPrecedence(LONG_MS);
    const { taking } = precedence;
    const [first, second] = [held(), held()];
    const taken = [taking(first.take)({}), taking(second.take)({})];
    const turn = quiet(precedence);
    expect(await isDone(turn)).toBe(false);
    first.end();
    expect(await isDone(turn)).toBe(false);
    second.end();
    await Promise.all(taken);
    expect(await isDone(turn)).toBe(true);
  });

  test("after a delivery that could not be kept, too", async () => {
    const precedence = createPrecedence(LONG_MS);
    const { taking } = precedence;
    await expect(taking(() => Promise.reject(new Error("the database is away")))({})).rejects.toThrow("away");
    expect(await isDone(quiet(precedence))).toBe(true);
  });

  test("after a while, however many deliveries come", async () => {
    const precedence = createPrecedence(20);
    const { taking } = precedence;
    const endless = held();
    void taking(endless.take)({});
    await expect(quiet(precedence)).resolves.toBeUndefined();
    endless.end();
  });
});
