import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { startWorld, type World } from "../../scenarios/world.ts";
import { pathOf, Visitor } from "./visitor.ts";

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true, github: { now: new Date("2026-03-06T09:00:00Z") } });
  world.github.repo("acme/shop", { private: true, installed: true, collaborators: { ada: "write", olga: "read" } });
  world.github.repo("acme/hidden", { private: true, installed: true, collaborators: { olga: "admin" } });
  world.github.repo("acme/elsewhere", { private: true, collaborators: { ada: "admin" } });
  await world.settle();
});
afterAll(async () => {
  world.github.assertClean();
  await world.stop();
});

const visitor = (): Visitor => new Visitor(world.gatehouse.url);

describe("signing in", () => {
  test("leads to GitHub and back to the page that was wanted", async () => {
    const ada = visitor();
    const back = await ada.signsIn("ada", "/?from=here");
    expect([back.status, back.headers.get("location")]).toEqual([303, "/?from=here"]);
    const page = await (await ada.get("/my-turn")).text();
    expect(page).toContain("@ada");
    expect(page).toContain("acme/shop");
    expect(page).not.toContain("acme/hidden");
    expect(page).not.toContain("acme/elsewhere");
  });

  test("somebody who cancels is told so, and nobody is signed in", async () => {
    const ada = visitor();
    const agreed = new URL(await ada.agrees("ada"));
    agreed.searchParams.delete("code");
    agreed.searchParams.set("error", "access_denied");
    const answer = await ada.get(pathOf(agreed.href));
    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain("it was not allowed to");
    expect(await (await ada.get("/my-turn")).text()).not.toContain("Sign out");
  });

  test("signing out ends the session here and the token at GitHub", async () => {
    const ada = visitor();
    await ada.signsIn("ada");
    const kept = new Map(ada.cookies);
    const token = /name="token" value="([^"]+)"/u.exec(await (await ada.get("/my-turn")).text())?.[1] ?? "";
    const answer = await ada.post("/sign-out", { token });
    expect([answer.status, answer.headers.get("location")]).toEqual([303, "/"]);
    expect(ada.cookies.size).toBe(0);
    for (const [name, value] of kept) ada.cookies.set(name, value);
    expect(await (await ada.get("/my-turn")).text()).not.toContain("Sign out");
    expect(world.github.calls.filter(({ method }) => method === "DELETE")).toMatchObject([{ status: 204 }]);
  });
});

test("whoever is called otherwise on GitHub is so here, too, without signing in anew", async () => {
  const max = visitor();
  world.github.repo("acme/renamed", { private: true, installed: true, collaborators: { max: "write" } });
  await max.signsIn("max");
  expect(await (await max.get("/my-turn")).text()).toContain("@max");
  world.github.user("max").login = "maximilian";
  world.github.advance(6 * 60_000);
  await max.get("/my-turn");
  expect(await (await max.get("/my-turn")).text()).toContain("@maximilian");
});

describe("codes that GitHub refuses", () => {
  const MOST = 30;
  let behind: World;
  beforeAll(async () => {
    behind = await startWorld({ pages: true, environment: { trustedProxies: 1 } });
    behind.github.repo("acme/shop", { installed: true, collaborators: { ada: "write" } });
  });
  afterAll(() => behind.stop());

  /** The status of the answer to a code that is none, from a client of the proxy that says it comes from elsewhere, too. */
  const fails = async (from: string, claims?: string): Promise<number> => {
    const client = new Visitor(behind.gatehouse.url);
    const agreed = new URL(await client.agrees("ada"));
    agreed.searchParams.set("code", "made-up");
    const forwarded = claims === undefined ? from : `${claims}, ${from}`;
    return (await client.get(pathOf(agreed.href), { "x-forwarded-for": forwarded })).status;
  };

  test("hold back the client of the proxy that brings them, whatever it claims, and nobody else", async () => {
    // All at once: one after the other they might take more than the minute.
    const tried = await Promise.all(Array.from({ length: MOST }, (_, at) => fails("203.0.113.7", `198.51.100.${at}`)));
    expect(new Set(tried)).toEqual(new Set([400]));
    expect(await fails("203.0.113.7", "192.0.2.1")).toBe(429);
    expect(await fails("203.0.113.8")).toBe(400);
    expect(await fails("203.0.113.8", "203.0.113.7")).toBe(400);
  });

  test("are held back as well where many come at once", async () => {
    const tried = await Promise.all(Array.from({ length: 2 * MOST }, () => fails("203.0.113.9")));
    expect(tried.filter((status) => status === 400).length).toBeLessThanOrEqual(MOST);
    expect(tried.filter((status) => status === 429).length).toBeGreaterThanOrEqual(MOST);
  });
});
