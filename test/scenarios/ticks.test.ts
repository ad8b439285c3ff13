import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "@jest/globals";
import type { PullScenario } from "../fake-github/scenario/pull.ts";
import {
  answersOn,
  BOXES,
  checklistComment,
  checklistOf,
  checkOf,
  configOf,
  openShop,
  opensPull,
  PROCEDURE,
  statusOf,
  tickedIn,
  writesOf,
} from "./shop.ts";
import { startWorld, type World } from "./world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
  world.github.world.bot("helper[bot]");
});
afterEach(() => {
  world.github.clearFaults();
  world.github.assertClean();
});
afterAll(() => world.stop());

const opened = async (options: Parameters<typeof openShop>[1] = {}): Promise<PullScenario> => {
  const pull = await opensPull(openShop(world.github, options));
  await world.settle();
  world.github.resetCalls();
  return pull;
};

const BOTH = ["staging", "alerts"];

describe("a tick", () => {
  let pull: PullScenario;
  beforeEach(async () => {
    pull = await opened();
  });

  test("counts in the name of who made it, and writes no comment under their hands", async () => {
    const before = checklistOf(pull);
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
    expect(statusOf(pull)).toContain("quinn");
    expect(checklistOf(pull)).toBe(before.replace("- [ ] Tried", "- [x] Tried"));
    expect(writesOf(world.github).toSorted()).toEqual([
      "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
      "PATCH /repos/{owner}/{repo}/issues/comments/{comment_id}",
    ]);
  });

  test("taken back opens the step again", async () => {
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    world.github.advance(2000);
    await pull.unticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("of somebody outside the role is undone with a sentence, and the next right one clears it", async () => {
    await pull.ticks({ by: "max", step: "Tried on staging" });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checklistOf(pull)).toContain("The tick by max was undone: only qa may do this.");
    world.github.advance(2000);
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(checklistOf(pull)).not.toContain("max");
  });

  test("of a bot is undone", async () => {
    await pull.ticks({ by: "helper[bot]", step: "Alerts looked at", force: true });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checklistOf(pull)).toMatch(/helper.*was undone: a person must tick this/);
  });

  test("of somebody who may only read is refused by GitHub, and undone if it ever came", async () => {
    await expect(pull.ticks({ by: "rita", step: "Alerts looked at" })).rejects.toThrow("no write permission");
    await pull.ticks({ by: "rita", step: "Alerts looked at", force: true });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checklistOf(pull)).toContain("The tick by rita was undone: this needs write permission.");
  });

  test("delivered twice counts once", async () => {
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    world.github.resetCalls();
    await world.github.deliverTwice("issue_comment.edited");
    await world.settle();
    expect(world.github.calls).toEqual([]);
    expect(tickedIn(pull)).toEqual(["staging"]);
  });

  test("and its untick delivered in the wrong order end open", async () => {
    world.github.hold();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    world.github.advance(1000);
    await pull.unticks({ by: "quinn", step: "Tried on staging" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("and its untick within one second, delivered in the wrong order, end open", async () => {
    world.github.setClock(new Date(Math.ceil(world.github.now().getTime() / 1000) * 1000));
    world.github.hold();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.unticks({ by: "quinn", step: "Tried on staging" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("by two people at the same time counts for both, whatever the order of the deliveries", async () => {
    world.github.hold();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.ticks({ by: "ada", step: "Alerts looked at" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(BOTH);
    expect(checkOf(pull)).toBe("success: Ready");
    expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
    expect(statusOf(pull)).toMatch(/Alerts looked at.*ada/);
  });

  test("of a stranger beside a right one, deliveries reversed: only the stranger's is undone", async () => {
    world.github.hold();
    await pull.ticks({ by: "max", step: "Tried on staging" });
    world.github.advance(1000);
    await pull.ticks({ by: "quinn", step: "Alerts looked at" });
    await world.github.release({ order: "reversed" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["alerts"]);
    expect(checklistOf(pull)).toContain("The tick by max was undone");
    expect(statusOf(pull)).toMatch(/Alerts looked at.*quinn/);
  });
});

describe("the checklist comment", () => {
  test("gets its text back when somebody changes it by hand", async () => {
    const pull = await opened();
    const comment = checklistComment(pull);
    const before = comment.body;
    await pull.editsComment({ by: "max", id: comment, body: before.replace("Tried on staging", "Looked at staging") });
    await world.settle();
    expect(checklistOf(pull)).toBe(before);
    expect(checkOf(pull)).toBe("action_required: 2 of 2 left: 2 ticks");
  });

  test("gets a deleted line back, and its tick with it", async () => {
    const pull = await opened();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    const comment = checklistComment(pull);
    const before = comment.body;
    world.github.advance(2000);
    const without = before.replace(/- \[x\] Tried on staging.*\n/, "");
    expect(without).not.toBe(before);
    await pull.editsComment({ by: "max", id: comment, body: without });
    await world.settle();
    expect(checklistOf(pull)).toBe(before);
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
  });

  test("comes back when it is deleted, with its ticks", async () => {
    const pull = await opened();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    await pull.deletesComment({ by: "max", id: checklistComment(pull) });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(pull.commentsOf()).toHaveLength(2);
  });

  test("keeps a tick that was made just before it was deleted", async () => {
    const pull = await opened();
    world.github.hold();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await pull.deletesComment({ by: "max", id: checklistComment(pull) });
    await world.github.release();
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(statusOf(pull)).toMatch(/Tried on staging.*quinn/);
  });

  test("and the status comment both come back when both are deleted", async () => {
    const pull = await opened();
    for (const comment of pull.commentsOf()) await pull.deletesComment({ by: "max", id: comment });
    await world.settle();
    expect(checklistOf(pull)).toContain("Tried on staging");
    expect(statusOf(pull)).toContain("Tried on staging");
    expect(pull.commentsOf()).toHaveLength(2);
  });

  test("opens a box whose text the procedure changed, and says so", async () => {
    const repo = openShop(world.github);
    const pull = await opensPull(repo);
    await world.settle();
    await pull.ticks({ by: "quinn", step: "Tried on staging" });
    await world.settle();
    expect(tickedIn(pull)).toEqual(["staging"]);
    await repo.push({
      by: "olga",
      files: { [PROCEDURE]: BOXES.replace("Tried on staging", "Tried on staging twice") },
    });
    await world.settle();
    expect(tickedIn(pull)).toEqual([]);
    expect(checklistOf(pull)).toContain("text has changed");
  });

  test("is not found in somebody else's comment that holds a copy of it", async () => {
    const pull = await opened();
    const copy = checklistOf(pull).replaceAll("- [ ]", "- [x]");
    const fake = await pull.comments({ by: "max", body: copy });
    await pull.editsComment({ by: "max", id: fake, body: copy.replace("[x]", "[ ]") });
    await pull.ticks({ by: "max", step: "Tried on staging", comment: fake });
    await world.settle();
    expect(writesOf(world.github)).toEqual([]);
    expect(tickedIn(pull)).toEqual([]);
    expect(fake.body).toBe(copy);
  });

  test("and status can be turned off", async () => {
    const pull = await opened({ config: configOf("comments: { checklist: false, status: false }") });
    expect(pull.commentsOf()).toEqual([]);
    await pull.comments({ by: "quinn", body: "/gate tick staging" });
    await world.settle();
    expect(checkOf(pull)).toBe("action_required: 1 of 2 left: 1 tick");
    expect(pull.commentsOf()).toEqual([]);
  });
});

describe("a command", () => {
  let pull: PullScenario;
  beforeEach(async () => {
    pull = await opened();
  });

  const said = async (by: string, body: string) => {
    world.github.advance(1000);
    const comment = await pull.comments({ by, body });
    await world.settle();
    return comment.reactions.map(({ content }) => content);
  };

  test("ticks and unticks, answered by a reaction only", async () => {
    expect(await said("quinn", "/gate tick staging")).toEqual(["+1"]);
    expect(tickedIn(pull)).toEqual(["staging"]);
    expect(await said("quinn", "Not yet.\n\n/gate untick staging")).toEqual(["+1"]);
    expect(tickedIn(pull)).toEqual([]);
    expect(answersOn(pull)).toEqual([]);
  });

  test("of somebody who may not is refused in words", async () => {
    expect(await said("max", "/gate tick staging")).toEqual(["confused"]);
    expect(tickedIn(pull)).toEqual([]);
    expect(answersOn(pull)).toHaveLength(1);
    expect(answersOn(pull)[0]).toContain("The tick by max was refused: only qa may do this.");
  });

  test("that does not exist gets one helpful answer, also when delivered again", async () => {
    expect(await said("max", "/gate tik staging")).toEqual(["confused"]);
    expect(answersOn(pull)).toHaveLength(1);
    expect(answersOn(pull)[0]).toContain("/gate tick");
    await world.github.deliverTwice("issue_comment.created");
    await world.settle();
    expect(answersOn(pull)).toHaveLength(1);
  });

  test("for a step that does not exist names the nearest", async () => {
    await said("quinn", "/gate tick stagging");
    expect(answersOn(pull)[0]).toContain("`staging`");
  });

  test("to look again writes the check anew", async () => {
    expect(await said("rita", "/gate recheck")).toEqual(["+1"]);
    expect(writesOf(world.github).toSorted()).toEqual([
      "PATCH /repos/{owner}/{repo}/check-runs/{check_run_id}",
      "POST /repos/{owner}/{repo}/issues/comments/{comment_id}/reactions",
    ]);
  });

  test.each([
    ["in a code block", "```\n/gate tick staging\n```"],
    ["in inline code", "`/gate tick staging`"],
    ["in a quote", "> /gate tick staging"],
    ["in an HTML comment", "<!--\n/gate tick staging\n-->"],
    ["not at the start of its line", "please /gate tick staging"],
  ])("does nothing %s", async (_where, body) => {
    expect(await said("quinn", body)).toEqual([]);
    expect(world.github.calls).toEqual([]);
  });

  test("does nothing in an edited comment, nor by a bot", async () => {
    const comment = await pull.comments({ by: "quinn", body: "Looks good" });
    await pull.editsComment({ by: "quinn", id: comment, body: "/gate tick staging" });
    await pull.comments({ by: "helper[bot]", body: "/gate tick staging" });
    await world.settle();
    expect(world.github.calls).toEqual([]);
  });

  test("is how the author of a fork ticks, judged by permission", async () => {
    const repo = openShop(world.github, { config: configOf().replace("quentin]", "fiona]") });
    const fork = await opensPull(repo, { by: "fiona", fork: true });
    await world.settle();
    world.github.advance(1000);
    await fork.comments({ by: "fiona", body: "/gate tick staging" });
    await fork.comments({ by: "fiona", body: "/gate tick alerts" });
    await world.settle();
    expect(tickedIn(fork)).toEqual(["staging"]);
    expect(answersOn(fork)).toHaveLength(1);
    expect(answersOn(fork)[0]).toContain("this needs write permission");
  });
});
