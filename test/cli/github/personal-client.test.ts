import { afterEach, describe, expect, test } from "@jest/globals";
import { createServer, type Server } from "node:http";
import { personalClient } from "../../../src/cli/github/personal-client.ts";

let server: Server | undefined;

afterEach(async () => {
  const stopping = server;
  server = undefined;
  await new Promise((resolve) => (stopping === undefined ? resolve(undefined) : stopping.close(resolve)));
});

const answering = async (headers: Readonly<Record<string, string>>): Promise<string> => {
  server = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "application/json", connection: "close", ...headers });
    response.end(JSON.stringify({ data: {} }));
  });
  await new Promise<void>((resolve) => server?.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  return `http://127.0.0.1:${typeof address === "object" ? (address?.port ?? 0) : 0}`;
};

describe("a token that GitHub answers nothing to where a team is asked for", () => {
  test.each([
    { kind: "a classic one without the scope", token: `ghp_${"a".repeat(36)}`, scopes: "repo, workflow", hides: true },
    { kind: "a classic one without any", token: `ghp_${"a".repeat(36)}`, scopes: "", hides: true },
    { kind: "a classic one with it", token: `ghp_${"a".repeat(36)}`, scopes: "repo, read:org", hides: false },
    { kind: "one of an application", token: `gho_${"a".repeat(36)}`, scopes: "admin:org", hides: false },
    { kind: "an old one", token: "a".repeat(40), scopes: "repo", hides: true },
    { kind: "a fine-grained one, which has no scopes", token: "github_pat_11ABC", scopes: "", hides: false },
    { kind: "one of an App, which has none either", token: "ghs_abc", scopes: "", hides: false },
  ])("$kind", async ({ token, scopes, hides }) => {
    const client = personalClient({ token, apiUrl: await answering({ "x-oauth-scopes": scopes }) });
    await client.get("GET /user", {});
    expect(client.hidesTeams).toBe(hides);
  });
});

test("calls are counted, and the last word on the limit is kept, whoever the App is", async () => {
  const apiUrl = await answering({ "x-ratelimit-remaining": "41", "x-ratelimit-reset": "1800000000" });
  const client = personalClient({ token: "t", apiUrl });
  expect(client.made()).toEqual({ calls: 0 });
  await client.get("GET /user", {});
  const knowing = client.knowing(7);
  await knowing.query("query { viewer { login } }", {});
  expect(knowing.appId).toBe(7);
  expect(client.made()).toEqual({ calls: 2, budget: { remaining: 41, resetAt: new Date("2027-01-15T08:00:00.000Z") } });
});

test("nothing can be written", async () => {
  const client = personalClient({ token: "t", apiUrl: "http://127.0.0.1:9" });
  await expect(client.write("POST /x", {})).rejects.toThrow("only reads");
  await expect(client.change("mutation { x }", {})).rejects.toThrow("only reads");
  expect(client.made().calls).toBe(0);
});
