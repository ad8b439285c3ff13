import { describe, expect, test } from "@jest/globals";
import { closed } from "../../src/store/patience.ts";

describe("closing", () => {
  test("ends with what is closed, and fails with it", async () => {
    await expect(closed(Promise.resolve(), 60_000)).resolves.toBeUndefined();
    await expect(closed(Promise.reject(new Error("no")), 60_000)).rejects.toThrow("no");
  });

  test("is not waited for without end", async () => {
    await expect(closed(new Promise(() => undefined), 10)).resolves.toBeUndefined();
  });
});
