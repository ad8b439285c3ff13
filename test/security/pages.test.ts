import { createHmac } from "node:crypto";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { fc } from "../properties.ts";
import { startWorld, type World } from "../scenarios/world.ts";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import { openShop, opensPull } from "../scenarios/shop.ts";
import { pathOf, Visitor } from "../web/session/visitor.ts";

const START = new Date("2026-03-06T09:00:00Z");
const HOUR = 3_600_000;

let world: World;
beforeAll(async () => {
  world = await startWorld({ pages: true, github: { now: START } });
  const { github } = world;
  github.repo("acme/shop", {
    private: true,
    installed: true,
    collaborators: { ada: "write", olga: "read", max: "read" },
  });
  github.repo("other/private", { private: true, installed: true, collaborators: { olga: "admin" } });
  github.repo("else/where", { private: true, collaborators: { ada: "admin" } });
  await world.settle();
});
afterAll(async () => {
  world.github.assertClean();
  await world.stop();
});

const visitor = (): Visitor => new Visitor(world.gatehouse.url);

const signedIn = async (login: string): Promise<Visitor> => {
  const one = visitor();
  await one.signsIn(login);
  return one;
};

const isSignedIn = async (one: Visitor): Promise<boolean> =>
  (await (await one.get("/my-turn")).text()).includes("Sign out");

const formToken = async (one: Visitor): Promise<string> =>
  /name="token" value="([^"]+)"/u.exec(await (await one.get("/my-turn")).text())?.[1] ?? "";

const addressOf = ({ repo, number }: PullScenario["state"]): string =>
  `/r/${repo.owner.login}/${repo.name}/pull/${number}`;

/** A page without what differs by who is signed in. */
const answerTo = async (one: Visitor, path: string) => {
  const answer = await one.get(path);
  const text = (await answer.text()).replaceAll(/value="[^"]*"|@\w+|href="http[^"]*"/gu, "");
  return { status: answer.status, text, headers: [...answer.headers.keys()].toSorted() };
};

describe("signing in", () => {
  test("an id that was planted before is not the session's afterwards, and an older session ends", async () => {
    const ada = await signedIn("ada");
    const before = ada.cookies.get("gatehouse") ?? "";
    await ada.signsIn("ada");
    const after = ada.cookies.get("gatehouse") ?? "";
    expect(after).not.toBe(before);
    ada.cookies.set("gatehouse", before);
    expect(await isSignedIn(ada)).toBe(false);
    const planted = visitor();
    planted.cookies.set("gatehouse", "planted");
    await planted.signsIn("ada");
    expect(planted.cookies.get("gatehouse")).not.toBe("planted");
  });

  test.each([
    { what: "a state that was made up", change: (back: URL) => back.searchParams.set("state", "x".repeat(43)) },
    { what: "no state", change: (back: URL) => back.searchParams.delete("state") },
  ])("$what signs nobody in, and the code goes nowhere", async ({ change }) => {
    const ada = visitor();
    const back = new URL(await ada.agrees("ada"));
    change(back);
    const before = world.github.calls.length;
    const answer = await ada.get(pathOf(back.href));
    expect(answer.status).toBe(400);
    expect(world.github.calls.slice(before)).toEqual([]);
    expect(await isSignedIn(ada)).toBe(false);
  });

  test("another person's way back signs nobody in: it belongs to the browser that left", async () => {
    const back = await visitor().agrees("max");
    const victim = visitor();
    await victim.agrees("ada");
    expect((await victim.get(pathOf(back))).status).toBe(400);
    expect(await isSignedIn(victim)).toBe(false);
  });

  test("a way back is good once, and for ten minutes", async () => {
    const ada = visitor();
    const back = pathOf(await ada.agrees("ada"));
    const left = ada.cookies.get("gatehouse-sign-in") ?? "";
    expect((await ada.get(back)).status).toBe(303);
    const thief = visitor();
    thief.cookies.set("gatehouse-sign-in", left);
    expect((await thief.get(back)).status).toBe(400);
    const late = visitor();
    const tooLate = pathOf(await late.agrees("ada"));
    world.github.advance(11 * 60_000);
    expect((await late.get(tooLate)).status).toBe(400);
  });

  test.each([
    "https://evil.example",
    "/many".repeat(400),
    "//evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%0d%0aLocation:evil",
    "javascript:alert(1)",
    "/./\t//evil.example",
    "http:evil.example",
    "/sign-in?to=/",
  ])("coming back to %.30j leads to a page of ours", async (to) => {
    const answer = await visitor().signsIn("ada", to);
    const location = answer.headers.get("location") ?? "";
    const { origin } = new URL(location, world.gatehouse.url);
    expect(origin).toBe(world.gatehouse.url);
    expect(location).not.toContain("evil.example");
  });
});

test("every answer lets in nothing from elsewhere, is in no frame, and tells no other site where one was", async () => {
  const ada = await signedIn("ada");
  const [, style = ""] = /href="([^"]+\.css)"/u.exec(await (await ada.get("/nothing")).text()) ?? [];
  for (const path of ["/", "/my-turn", "/nothing", "/sign-in", "/sign-in/callback", "/r/acme/shop", style]) {
    const { headers } = await ada.get(path);
    const policy = new Map((headers.get("content-security-policy") ?? "").split("; ").map((one) => split(one)));
    expect(policy.get("default-src")).toBe("'none'");
    for (const [, sources] of policy) expect(["'none'", "'self'"]).toContain(sources);
    for (const name of ["script-src", "style-src", "form-action", "base-uri", "frame-ancestors"])
      expect(policy.has(name)).toBe(true);
    expect(headers.get("x-content-type-options")).toBe("nosniff");
    expect(headers.get("referrer-policy")).toBe("same-origin");
    if (path !== style) expect(headers.get("cache-control")).toBe("no-store");
  }
});

const split = (directive: string): readonly [string, string] => {
  const [name = "", ...sources] = directive.split(" ");
  return [name, sources.join(" ")];
};

test("no address, cookie or form makes a page fail, and none is repeated as HTML", async () => {
  const ada = await signedIn("ada");
  const good = ada.cookies.get("gatehouse") ?? "";
  const odd = fc.oneof(
    fc.string({ unit: "binary" }),
    fc.constantFrom("..", "%", "%00", "<b>x", "\uD800", "__proto__", "acme"),
  );
  const part = odd.map((text) => encodeURIComponent(text.replaceAll(/\p{Surrogate}/gu, "")));
  const places = fc.constantFrom(
    "/r",
    "/o",
    "/sign-in",
    "/sign-in/callback",
    "/my-turn",
    "/assets",
    "",
    "/r/acme/shop/pull",
    "/r/acme/shop/deployments/production",
  );
  const address = fc.tuple(
    places,
    fc.array(part, { maxLength: 4 }),
    fc.dictionary(fc.constantFrom("to", "code", "state", "of"), part),
  );
  await fc.assert(
    fc.asyncProperty(
      address,
      fc.option(fc.stringMatching(/^[\w.~-]{0,60}$/u)),
      async ([place, parts, query], planted) => {
        ada.cookies.set("gatehouse", planted ?? good);
        const search = Object.entries(query).map(([name, value]) => `${name}=${value}`);
        const answer = await ada.get([place, ...parts].join("/") + (search.length === 0 ? "" : `?${search.join("&")}`));
        expect(answer.status).not.toBe(500);
        expect(await answer.text()).not.toContain("<b>x");
      },
    ),
    { numRuns: 150 },
  );
});

test("a form that is too large is not read", async () => {
  const ada = await signedIn("ada");
  const answer = await ada.post("/sign-out", { token: "x".repeat(20_000) });
  expect(answer.status).toBe(413);
});

describe("sessions", () => {
  test("cookies are for the server alone; by HTTPS no other host can set them", async () => {
    const ada = await signedIn("ada");
    expect(ada.set.filter((one) => !/Max-Age=0/iu.test(one)).length).toBe(2);
    for (const one of ada.set) expect(one).toMatch(/; Path=\/.*; HttpOnly.*; SameSite=Lax/iu);
    expect(ada.set.some((one) => /Domain=/iu.test(one))).toBe(false);
  });

  test("forms that come from elsewhere, or without our token, do nothing", async () => {
    const ada = await signedIn("ada");
    const token = await formToken(ada);
    const elsewhere = { origin: "https://evil.example", "sec-fetch-site": "cross-site" };
    expect((await ada.post("/sign-out", { token }, elsewhere)).status).toBe(403);
    expect((await ada.post("/sign-out", {})).status).toBe(403);
    expect((await ada.post("/sign-out", { token: "a guess" })).status).toBe(403);
    const other = await formToken(await signedIn("olga"));
    expect((await ada.post("/sign-out", { token: other })).status).toBe(403);
    expect(await isSignedIn(ada)).toBe(true);
    expect((await ada.post("/sign-out", { token })).status).toBe(303);
    expect(await isSignedIn(ada)).toBe(false);
  });

  test("a session ends after eight hours without a look", async () => {
    const ada = await signedIn("ada");
    world.github.advance(7 * HOUR);
    expect(await isSignedIn(ada)).toBe(true);
    world.github.advance(8 * HOUR + 1000);
    expect(await isSignedIn(ada)).toBe(false);
  });

  test.each([
    ["its stream of events", { accept: "text/event-stream" }],
    ["what it fetches by itself", { "x-kept-current": "yes" }],
  ])("a page that was left open is no look: %s keeps no session", async (_what, headers) => {
    const ada = await signedIn("ada");
    world.github.advance(7 * HOUR);
    const answer = await fetch(`${world.gatehouse.url}/r/acme/private`, {
      headers: { ...headers, cookie: [...ada.cookies].map(([name, value]) => `${name}=${value}`).join("; ") },
    });
    await answer.body?.cancel();
    expect(answer.status).not.toBe(401);
    world.github.advance(1 * HOUR + 1000);
    expect(await isSignedIn(ada)).toBe(false);
  });

  test("a session ends after fourteen days, however much it is used; its token is renewed until then", async () => {
    const ada = await signedIn("ada");
    for (let hours = 0; hours <= 14 * 24; hours += 7) {
      expect(await isSignedIn(ada)).toBe(true);
      world.github.advance(7 * HOUR);
    }
    expect(await isSignedIn(ada)).toBe(false);
  });

  test("many questions at once renew a token once", async () => {
    const ada = await signedIn("ada");
    world.github.advance(7.95 * HOUR);
    const before = world.github.calls.length;
    const pages = await Promise.all(Array.from({ length: 5 }, () => ada.get("/my-turn")));
    expect(pages.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    const renewals = world.github.calls.slice(before).filter(({ path }) => path === "/login/oauth/access_token");
    expect(renewals).toHaveLength(1);
  });

  test("whoever takes back the authorisation is signed out as soon as GitHub tells, before any page is asked for", async () => {
    const [olga, ada] = [await signedIn("olga"), await signedIn("ada")];
    const { id } = world.github.user("olga");
    const body = JSON.stringify({ action: "revoked", sender: { id, login: "olga" } });
    const delivered = await fetch(`${world.gatehouse.url}/api/github/webhooks`, {
      method: "POST",
      body,
      headers: {
        "x-github-delivery": "00000000-0000-0000-0000-000000000007",
        "x-github-event": "github_app_authorization",
        "x-hub-signature-256": `sha256=${createHmac("sha256", world.github.webhookSecret).update(body).digest("hex")}`,
      },
    });
    expect([delivered.status, await delivered.text()]).toEqual([202, "Accepted."]);
    expect([await isSignedIn(olga), await isSignedIn(ada)]).toEqual([false, true]);
  });

  test("whoever takes back the authorisation at GitHub is signed out here", async () => {
    const max = await signedIn("max");
    world.github.revokesSignIn("max");
    const answer = await max.get("/my-turn");
    expect(answer.status).toBe(401);
    expect(max.cookies.has("gatehouse")).toBe(false);
    expect(await answer.text()).toContain("Sign in with GitHub");
  });
});

describe("what somebody may not see", () => {
  let pull: PullScenario;
  beforeAll(async () => {
    const shop = openShop(world.github, { private: true });
    pull = await opensPull(shop);
    await world.settle();
  });
  test("looks exactly like what does not exist", async () => {
    const ada = await signedIn("ada");
    expect((await ada.get(addressOf(pull.state))).status).toBe(200);
    world.github.user("rosa");
    const rosa = await signedIn("rosa");
    const hidden = await answerTo(rosa, addressOf(pull.state));
    expect(hidden.status).toBe(404);
    expect(hidden.text).not.toContain("Basket");
    for (const path of ["/r/acme/nothing/pull/1", "/r/nobody/nothing/pull/1", "/nothing", "/r/else/where/pull/1"])
      expect(await answerTo(rosa, path)).toEqual(hidden);
    expect(await answerTo(ada, `${addressOf(pull.state)}9`)).toEqual(hidden);
  });

  test("whoever is not signed in is asked to, whatever is there", async () => {
    const asked = await answerTo(visitor(), addressOf(pull.state));
    expect(asked.status).toBe(401);
    expect(asked.text).not.toContain("Basket");
    const other = await answerTo(visitor(), "/r/nobody/nothing/pull/1");
    expect(other.status).toBe(401);
  });

  test("access that was taken away is gone a minute later", async () => {
    const rita = await signedIn("rita");
    expect((await rita.get(addressOf(pull.state))).status).toBe(200);
    const { collaborators } = pull.state.repo;
    collaborators.delete(world.github.user("rita"));
    world.github.advance(61_000);
    expect((await rita.get(addressOf(pull.state))).status).toBe(404);
  });

  test("while GitHub fails or has had enough questions, nothing is shown, and nobody is signed out", async () => {
    const ada = await signedIn("ada");
    for (const fault of [
      { status: 502 },
      { drop: true },
      {
        status: 403,
        body: { message: "API rate limit exceeded" },
        headers: { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1772800000" },
      },
    ]) {
      world.github.fail({ match: /^GET .repos/u, next: 1, ...fault });
      const answer = await ada.get(addressOf(pull.state));
      expect([answer.status, (await answer.text()).includes("Basket")]).toEqual([503, false]);
      world.github.clearFaults();
    }
    expect((await ada.get(addressOf(pull.state))).status).toBe(200);
  });

  test("a suspended installation shows nothing private", async () => {
    const ada = await signedIn("ada");
    await world.github.suspends(pull.state.repo.owner.login);
    world.github.advance(61_000);
    expect((await ada.get(addressOf(pull.state))).status).toBe(404);
    await world.github.suspends(pull.state.repo.owner.login, { suspended: false });
    world.github.advance(61_000);
    expect((await ada.get(addressOf(pull.state))).status).toBe(200);
  });
});

// The last one: for a minute nobody can sign in from this address.
test("whoever tries codes is held back before GitHub holds us back", async () => {
  const first = visitor();
  const back = new URL(await first.agrees("max"));
  const left = first.cookies.get("gatehouse-sign-in") ?? "";
  back.searchParams.set("code", "a guess");
  const tries = async (): Promise<number> => {
    const thief = visitor();
    thief.cookies.set("gatehouse-sign-in", left);
    return (await thief.get(pathOf(back.href))).status;
  };
  // All at once: one after the other they might take more than the minute.
  await Promise.all(Array.from({ length: 30 }, tries));
  expect(await tries()).toBe(429);
});
