import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { fetchWithin } from "../../src/github/probot.ts";

let server: Server;
let url: string;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url === "/answers") response.end("here");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  url = `http://127.0.0.1:${typeof address === "object" && address !== null ? address.port : 0}`;
});
afterAll(async () => {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("a call that nobody answers ends", async () => {
  await expect(fetchWithin(50)(url)).rejects.toMatchObject({ name: "TimeoutError" });
});

test("an empty signal, which octokit always passes, does not take the end away", async () => {
  const init: RequestInit = { method: "GET" };
  Object.assign(init, { signal: undefined });
  await expect(fetchWithin(50)(url, init)).rejects.toMatchObject({ name: "TimeoutError" });
});

test("a signal of the caller's counts", async () => {
  const signal = AbortSignal.abort(new Error("no longer wanted"));
  await expect(fetchWithin(60_000)(url, { signal })).rejects.toThrow("no longer wanted");
});

test("a call that is answered is answered", async () => {
  const answer = await fetchWithin(60_000)(`${url}/answers`);
  expect(await answer.text()).toBe("here");
});
