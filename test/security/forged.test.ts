import { createHmac, randomUUID } from "node:crypto";
import { describe, expect, test } from "@jest/globals";
import type { Delivery } from "../fake-github/http/hooks.ts";
import { asks, mergedInto, shopToDeploy, tipOf, toldTo } from "../scenarios/releases.ts";
import { answersOn, checkOf, checklistComment, openShop, opensPull, tickedIn } from "../scenarios/shop.ts";
import { inOneWorld } from "../scenarios/one-world.ts";
import type { World } from "../scenarios/world.ts";

/** What somebody could make up: deliveries that were seen before, deliveries signed with a stolen secret, checks and deployments. */

let world: World;
inOneWorld((started) => void (world = started));

const opened = async (options: Parameters<typeof openShop>[1] = {}) => {
  const pull = await opensPull(openShop(world.github, options));
  await world.settle();
  return pull;
};

/** The last delivery of an event, whose body and signature somebody has. */
const seen = (event: string): Delivery => {
  const delivery = world.github.lastDelivery(event);
  if (delivery === undefined) throw new Error(`nothing of ${event} was delivered`);
  return delivery;
};

/** Sent by hand: the GUID stands in a header that nobody signs. */
const sends = async (event: string, payload: unknown): Promise<void> => {
  const body = JSON.stringify(payload);
  const answer = await fetch(`${world.gatehouse.url}/api/github/webhooks`, {
    method: "POST",
    body,
    headers: {
      "content-type": "application/json",
      "x-github-delivery": randomUUID(),
      "x-github-event": event,
      "x-hub-signature-256": `sha256=${createHmac("sha256", world.github.webhookSecret).update(body).digest("hex")}`,
    },
  });
  expect(answer.status).toBe(202);
  await world.settle();
};

describe("a delivery that is sent again under another GUID", () => {
  test("of a tick that was taken back ticks nothing", async () => {
    const pull = await opened();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    const { payload } = seen("issue_comment.edited");
    await world.settle();
    world.github.advance(60_000);
    await pull.unticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    await sends("issue_comment", payload);
    expect(tickedIn(pull)).toEqual([]);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("of a command that was taken back does nothing", async () => {
    const pull = await opened();
    await pull.comments({ by: "quinn", body: "/gate tick staging" });
    await world.settle();
    const { payload } = seen("issue_comment.created");
    world.github.advance(60_000);
    await pull.comments({ by: "quinn", body: "/gate untick staging" });
    await world.settle();
    const answers = answersOn(pull).length;
    await sends("issue_comment", payload);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
    expect(answersOn(pull)).toHaveLength(answers);
  });
});

describe("whoever has the webhook secret", () => {
  test("ticks nothing in the name of somebody who may not", async () => {
    const pull = await opened();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    const { payload } = seen("issue_comment.edited");
    await pull.unticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    await sends("issue_comment", { ...payload, sender: { login: "rita", id: 1, type: "User" } });
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("can claim what somebody says who may: until the secret is changed nothing but the missing comment tells", async () => {
    const pull = await opened();
    await pull.comments({ by: "max", body: "/gate help" });
    await world.settle();
    const { payload } = seen("issue_comment.created");
    const sender = { login: "quinn", id: world.github.user("quinn").id, type: "User" };
    const created_at = world.github.now().toISOString();
    const comment = {
      ...Object(payload["comment"]),
      id: 123_456_789,
      body: "/gate tick staging",
      created_at,
      user: sender,
    };
    await sends("issue_comment", { ...payload, comment, sender });
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(pull.commentsOf().some(({ body }) => body === comment.body)).toBe(false);
  });

  test("opens nothing by an event of a review, a check or a deployment that never was: these are read", async () => {
    const CHECKS = `id: release\ntitle: Release\nphases:\n  - id: one\n    title: One\n    blocks: merge\n    steps:\n      - { id: ci, title: CI, require: { checks: [ci] } }\n`;
    const pull = await opened({ procedure: CHECKS });
    await pull.reportsCheck({ name: "ci", conclusion: "failure" });
    await world.settle();
    const before = checkOf(pull);
    const { payload } = seen("check_run.completed");
    await sends("check_run", { ...payload, check_run: { ...Object(payload["check_run"]), conclusion: "success" } });
    expect(checkOf(pull)).toBe(before);
    expect(before).toMatch(/^failure: /);
  });

  test("writes into no repository by naming another one: GitHub refuses what the installation can't see", async () => {
    const pull = await opened();
    const other = world.github.repo(`elsewhere-${pull.state.repo.id}/private`, { private: true });
    const { payload } = seen("pull_request.opened");
    world.github.resetCalls();
    const repository = {
      ...Object(payload["repository"]),
      id: other.state.id,
      name: other.state.name,
      owner: { login: other.state.owner.login },
    };
    await sends("pull_request", { ...payload, repository });
    expect(world.github.writes()).toEqual([]);
  });
});

describe("a check of the name gatehouse", () => {
  test.each(["github-actions", "some-other-app"])(
    "of the App %s is not taken for ours, and ours stays as it is",
    async (app) => {
      const pull = await opened();
      await pull.reportsCheck({ name: "gatehouse", conclusion: "success", app });
      await world.settle();
      expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
      await pull.ticks({ by: "quinn", step: "Tried on staging" });
      await world.settle();
      expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
    },
  );

  test("is no check that a step asks for by its App", async () => {
    const BOUND = `id: release\ntitle: Release\nphases:\n  - id: one\n    title: One\n    blocks: merge\n    steps:\n      - { id: scan, title: Scan, require: { checks: { names: scan, app: scanner } } }\n`;
    const pull = await opened({ procedure: BOUND });
    await pull.reportsCheck({ name: "scan", conclusion: "success", app: "github-actions" });
    await pull.reportsStatus({ context: "scan", state: "success", by: "ada" });
    await world.settle();
    expect(checkOf(pull)).not.toMatch(/^success/);
    await pull.reportsCheck({ name: "scan", conclusion: "success", app: "scanner" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
  });
});

describe("a deployment that somebody with write access made up", () => {
  test("is believed, as it is by GitHub: what follows is compared with it", async () => {
    const repo = await shopToDeploy(world);
    await mergedInto(world, repo);
    await repo.deploys({ environment: "production", by: "ada", sha: tipOf(repo) });
    await world.settle();
    const run = await asks(world, repo);
    expect(toldTo(run).at(-1)).toMatch(/^approved/);
  });

  test("that only waits or failed is not", async () => {
    const repo = await shopToDeploy(world);
    await mergedInto(world, repo);
    for (const state of ["failure", "in_progress", "queued"] as const)
      await repo.deploys({ environment: "production", by: "ada", sha: tipOf(repo), state });
    await world.settle();
    const run = await asks(world, repo);
    expect(toldTo(run).at(-1)).toMatch(/^pending/);
  });
});

describe("a comment of ours", () => {
  test("that somebody with write access edited says again what was, and everything that they ticked is theirs", async () => {
    const pull = await opened();
    const { id, body } = checklistComment(pull);
    const forged = body.replaceAll("- [ ]", "- [x]").replace("Alerts looked at", "Nothing to do");
    await pull.editsComment({ by: "max", id, body: forged });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checklistComment(pull).body).not.toContain("Nothing to do");
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });
});

describe("a comment of somebody", () => {
  test("that is deleted or rewritten after its command was carried out takes nothing back", async () => {
    const pull = await opened();
    const [one, other] = [
      await pull.comments({ by: "quinn", body: "/gate tick staging" }),
      await pull.comments({ by: "max", body: "/gate tick alerts" }),
    ];
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    await pull.deletesComment({ by: "quinn", id: one });
    await pull.editsComment({ by: "max", id: other, body: "/gate untick staging" });
    await world.settle();
    expect(checkOf(pull)).toBe("success: Ready");
    expect(tickedIn(pull)).toEqual(["staging", "alerts"]);
  });
});
