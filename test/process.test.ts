import { createHmac, randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { z } from "zod";
import { startWorld, type World } from "./scenarios/world.ts";
import { checkOf, openShop, opensPull } from "./scenarios/shop.ts";

/** Deliveries as they come in over HTTP, against the whole process and a GitHub that knows nothing of what they tell. */

const Examples = z.array(
  z.object({ name: z.string(), examples: z.array(z.record(z.string(), z.unknown())).default([]) }),
);
const EXAMPLES = Examples.parse(createRequire(import.meta.url)("@octokit/webhooks-examples"));

const OLDER = "an older secret that is still in rotation today";

let world: World;

beforeAll(async () => {
  world = await startWorld({ moreSecrets: [OLDER] });
});
afterAll(() => world.stop());

interface Posted {
  readonly event: string;
  readonly body: string;
  readonly secret?: string;
  readonly guid?: string;
}

const post = async ({ event, body, secret = world.github.webhookSecret, guid = randomUUID() }: Posted) => {
  const answer = await fetch(`${world.gatehouse.url}/api/github/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-delivery": guid,
      "x-github-event": event,
      "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}`,
    },
  });
  return answer.status;
};

describe("every official example payload", () => {
  const all = EXAMPLES.flatMap(({ name, examples }) => examples.map((payload) => ({ name, payload })));

  test("is accepted, and nothing is written", async () => {
    expect(all.length).toBeGreaterThan(150);
    for (const { name, payload } of all)
      expect([name, await post({ event: name, body: JSON.stringify(payload) })]).toEqual([name, 202]);
    await world.settle();
    expect(world.github.writes()).toEqual([]);
  });

  test("is accepted, and nothing is written, as coming from an installation", async () => {
    const installation = { id: 4_242_424, node_id: "x" };
    for (const { name, payload } of all)
      expect([name, await post({ event: name, body: JSON.stringify({ ...payload, installation }) })]).toEqual([
        name,
        202,
      ]);
    await world.settle();
    expect(world.github.writes()).toEqual([]);
  });

  test("with any one part missing or of another type is accepted, and nothing is written", async () => {
    const handled = new Set(["pull_request", "issue_comment", "check_run", "check_suite", "push", "installation"]);
    const firsts = EXAMPLES.filter(({ name }) => handled.has(name)).map(({ name, examples }) => ({
      name,
      payload: examples[0] ?? {},
    }));
    const mangled = firsts.flatMap(({ name, payload }) =>
      Object.keys(payload).flatMap((key) =>
        [undefined, null, 7, "text", [], {}].map((value) => ({
          event: name,
          body: JSON.stringify({ ...payload, [key]: value }),
        })),
      ),
    );
    for (const posted of mangled) expect(await post(posted)).toBe(202);
    await world.settle();
    expect(world.github.writes()).toEqual([]);
  });
});

describe("deliveries that are not GitHub's", () => {
  const BODY = JSON.stringify({ action: "opened" });

  test.each<[string, Posted, number]>([
    ["signed with the older secret", { event: "ping", body: BODY, secret: OLDER }, 202],
    [
      "signed with a stranger's secret",
      { event: "ping", body: BODY, secret: "not ours, though it is long enough too" },
      401,
    ],
    ["of malformed JSON", { event: "ping", body: "{" }, 400],
    ["of an event that does not exist", { event: "moon_landing", body: BODY }, 202],
  ])("%s", async (_what, posted, status) => {
    expect(await post(posted)).toBe(status);
  });

  test("a forged tick changes nothing", async () => {
    const pull = await opensPull(openShop(world.github));
    await world.settle();
    const before = checkOf(pull);
    world.github.resetCalls();
    world.github.hold();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    const [tick] = world.github.held;
    await pull.unticks({ by: "quinn", step: "Tried on staging" });
    expect(await post({ event: "issue_comment", body: JSON.stringify(tick?.payload), secret: "x".repeat(40) })).toBe(
      401,
    );
    await world.settle();
    expect(world.github.calls).toEqual([]);
    expect(checkOf(pull)).toBe(before);
    await world.github.release();
    await world.settle();
    world.github.assertClean();
  });
});
